import type { PlannedEndpoint } from "@switchyard/contract";
import type { Witness } from "../../analyse/analysis-finding.ts";
import { replay } from "../../analyse/analysis.ts";
import { stateAfterLoss } from "../../analyse/cold-cuts.ts";
import type { NodeId } from "../../analyse/diagram.ts";
import { acceptances, atFloor } from "../../analyse/find-broken-promises.ts";
import { failoverMs } from "../../analyse/find-slow-failover.ts";
import { nominalsOf, type Nominal } from "../../analyse/nominal.ts";
import { findClass, leavesOf } from "../../analyse/walk-diagram.ts";
import { drillReadiness, type DrillStanding } from "../../evidence/drill-readiness.ts";
import { neededDrills } from "../../evidence/needed-drills.ts";
import { shellWord } from "../../evidence/shell-word.ts";
import { DAY_MS } from "../../price/utc-day.ts";
import { firstChoice } from "../class-change.ts";
import type { Comparison } from "../comparison.ts";
import { listed, type ReviewAnswer, type ReviewEvidence } from "./review-answer.ts";

/** Providers whose loss must be tested: the incident picks one of those that serve most. */
const TOP = 2;

interface Loss {
  readonly route: string;
  readonly provider: string;
  readonly start: "cold" | "hot";
  readonly witness: Witness;
}

/**
 * Failover tested for the two providers that are the first choice of most requests of each
 * affected route? It takes both: nominal requests of the route keep an endpoint at its floor when
 * the provider is gone (cold) and in time when its call times out first (hot), and a drill of this
 * very bundle has passed. `no`: a cold loss breaks, or an affected route failed its drill. Losses
 * that `contingency.accept` accepts are accepted here.
 */
export function answerFailover(
  comparison: Comparison,
  routes: readonly string[],
  { drills, nowMs, policyFile }: ReviewEvidence,
): ReviewAnswer {
  const question = "failover";
  const { after } = comparison;
  const nominals = nominalsOf(after).filter(({ route }) => routes.includes(route.id));
  const byRoute = nominals.map((nominal) => ({
    nominal,
    providers: topProviders(comparison, nominal.route.id),
  }));
  const providers = [...new Set(byRoute.flatMap((one) => one.providers))];
  if (providers.length === 0) {
    const why = "no route's endpoints or attempts change, so no failover does";
    return { question, answer: "yes", reasons: [why], ways: [] };
  }
  const losses = byRoute.flatMap((one) =>
    one.providers.flatMap((provider) => lossesOf(comparison, one.nominal, provider)),
  );
  const wanted = neededDrills(after.bundle, providers).filter(
    ({ because }) => because === "first-choice",
  );
  const bundleHash = after.bundle.hash;
  const readiness = drillReadiness(drills, { bundleHash, needed: wanted, nowMs });
  const cold = losses.filter(({ start }) => start === "cold");
  const hot = losses.filter(({ start }) => start === "hot");
  const failed = readiness.drills.flatMap((standing) =>
    standing.state === "failed" ? standing : [],
  );
  const isFailedHere = failed.some(({ drill }) =>
    drill.routes.some(({ route, passed }) => !passed && routes.includes(route)),
  );
  const open = readiness.drills.filter((drill) => isOpen(drill, byRoute));
  const ways = [
    ...cold.map(({ route, provider }) => wayOut(route, provider)),
    ...hot.map(
      ({ route }) => `raise \`latencyMax\` of route \`${route}\`, or give it faster candidates`,
    ),
    ...drillCommand([...open, ...failed], policyFile),
  ];
  const witness = [...cold, ...hot][0]?.witness;
  const reasons = [
    ...losses.map(lossWords),
    ...(losses.length === 0
      ? [`losing ${listed(providers)} one at a time is survived, cold and hot`]
      : []),
    ...failed.map(failureWords),
    ...(open.length > 0 ? [`no drill of this bundle that counts: ${openWords(open)}`] : []),
    ...readiness.refused.map(({ why }) => `a drill record was refused: ${REFUSALS[why]}`),
    ...(open.length + failed.length === 0 ? [readyWords(readiness.drills)] : []),
  ];
  const isNo = cold.length > 0 || isFailedHere;
  const isYes = hot.length + open.length + failed.length === 0;
  const answer = isNo ? "no" : isYes ? "yes" : "partly";
  return { question, answer, reasons, ways: [...new Set(ways)], ...(witness && { witness }) };
}

const REFUSALS = {
  foreign: "it is of another bundle",
  tampered: "it was changed after it was sealed",
  "dated-ahead": "it is dated ahead of now",
} as const;

function wayOut(route: string, provider: string): string {
  return `give route \`${route}\` a candidate of another provider than \`${provider}\` at its floor, or accept the loss under \`contingency.accept\``;
}

function lossWords({ route, provider, start }: Loss): string {
  return start === "cold"
    ? `route \`${route}\` does not survive losing \`${provider}\`: nominal requests keep no endpoint at its floor`
    : `route \`${route}\`: after a timeout of \`${provider}\` no other provider answers in time`;
}

function failureWords({ needed, drill }: Extract<DrillStanding, { state: "failed" }>): string {
  const failing = drill.routes.flatMap(({ route, passed }) => (passed ? [] : route));
  return `the ${needed.start} drill of losing ${needed.lose.join()} failed on ${listed(failing)}`;
}

/** Names the losses: the traffic of a drill may call other providers first than that of a diff. */
function drillCommand(standings: readonly DrillStanding[], policyFile: string): readonly string[] {
  if (standings.length === 0) return [];
  const lost = [...new Set(standings.flatMap(({ needed }) => needed.lose))];
  const policy = shellWord(policyFile);
  return [`sim chaos --drill --policy ${policy} --lose ${lost.map(shellWord).join(" ")}`];
}

function openWords(open: readonly DrillStanding[]): string {
  return open.map(({ needed }) => `${needed.lose.join()} ${needed.start}`).join(", ");
}

function readyWords(drills: readonly DrillStanding[]): string {
  const ages = drills.flatMap((drill) => (drill.state === "passed" ? drill.ageMs : []));
  const days = Math.floor(Math.max(0, ...ages) / DAY_MS);
  return `${drills.length} drills of this bundle passed, the oldest ${days} days ago`;
}

/**
 * Whether a drill is missing, too old to count, or was given no request of a route whose top
 * provider it loses.
 */
function isOpen(
  standing: DrillStanding,
  byRoute: readonly { readonly nominal: Nominal; readonly providers: readonly string[] }[],
): boolean {
  if (standing.state === "missing") return true;
  if (standing.state === "failed") return false;
  const [lost] = standing.needed.lose;
  const meant = byRoute.filter(({ providers }) =>
    providers.some((provider) => `provider:${provider}` === lost),
  );
  const drilled = new Set(standing.drill.routes.map(({ route }) => route));
  return standing.readiness <= 0 || meant.some(({ nominal }) => !drilled.has(nominal.route.id));
}

/** The providers of most first choices of a route after the change, by weight. */
function topProviders({ after, shareAfterOf }: Comparison, route: string): readonly string[] {
  const shares = new Map<string, number>();
  for (const leaf of after.counts.keys()) {
    const outcome = after.diagram.outcome(leaf);
    const provider = firstChoice(outcome)?.endpoint.provider;
    if (outcome.route !== route || provider === undefined) continue;
    shares.set(provider, (shares.get(provider) ?? 0) + shareAfterOf(leaf));
  }
  return [...shares]
    .toSorted(([, left], [, right]) => right - left)
    .slice(0, TOP)
    .map(([provider]) => provider);
}

/** What nominal requests of a route do not survive, as far as nobody accepts it. */
function lossesOf({ after }: Comparison, nominal: Nominal, provider: string): readonly Loss[] {
  const { diagram, root } = after;
  const { route, slaMs } = nominal;
  const lost = [`provider:${provider}`];
  const isLeft = (endpoint: PlannedEndpoint): boolean => endpoint.provider !== provider;
  const isServedFirst = (leaf: NodeId): boolean =>
    diagram.outcome(leaf).route === route.id && firstChoice(diagram.outcome(leaf)) !== undefined;
  const breaks = {
    cold: (leaf: NodeId): boolean => {
      const held = atFloor(route, diagram.outcome(leaf));
      return isServedFirst(leaf) && held.length > 0 && !held.some(isLeft);
    },
    hot: (leaf: NodeId): boolean => {
      const outcome = diagram.outcome(leaf);
      const needMs = failoverMs(outcome);
      const isFirst = firstChoice(outcome)?.endpoint.provider === provider;
      return isServedFirst(leaf) && isFirst && needMs !== undefined && needMs > slaMs;
    },
  };
  return (["cold", "hot"] as const).flatMap((start) =>
    acceptances(after, route, lost, nominal.restriction)
      .filter(({ id }) => id === undefined)
      .flatMap(({ restriction }): readonly Loss[] => {
        if (!leavesOf(diagram, root, restriction).some(breaks[start])) return [];
        const at = findClass(diagram, root, restriction, breaks[start]);
        if (at === undefined) return [];
        const stateOf = (leaf: NodeId, left: number): NonNullable<Witness["state"]> =>
          stateAfterLoss(after, diagram.outcome(leaf), lost, left);
        return [{ route: route.id, provider, start, witness: replay(after, at, stateOf, slaMs) }];
      }),
  );
}
