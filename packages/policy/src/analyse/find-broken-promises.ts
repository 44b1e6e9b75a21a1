import type { Contingency, PlannedEndpoint, Route } from "@switchyard/contract";
import { pointerOf } from "../load/json-pointer.ts";
import { makeFinding, type Analysis } from "./analysis.ts";
import type { AnalysisFinding } from "./analysis-finding.ts";
import { CLASS_FIELDS } from "./class-fields.ts";
import { stateAfterLoss } from "./cold-cuts.ts";
import type { NodeId } from "./diagram.ts";
import { minimalCuts } from "./failure-domains.ts";
import { nominalsOf, type Nominal } from "./nominal.ts";
import { endpointsOf, type Outcome } from "./outcome.ts";
import { leavesOf, type Restriction } from "./walk-diagram.ts";

type Promised = Contingency["require"][number];

/**
 * The losses that break a promise of the policy's `contingency.require` for nominal requests, with
 * every breaker of the lost domains open already. An accepted loss is found too, and says by what
 * it is accepted; one that has run out on the analysis's day accepts nothing.
 */
export function findBrokenPromises(analysis: Analysis): readonly AnalysisFinding[] {
  const { contingency } = analysis.bundle.policy;
  const nominals = nominalsOf(analysis);
  return (contingency?.require ?? []).flatMap((promised, index) =>
    nominals.flatMap((nominal) => findBroken(analysis, nominal, promised, index)),
  );
}

function findBroken(
  analysis: Analysis,
  { route, restriction }: Nominal,
  promised: Promised,
  index: number,
): readonly AnalysisFinding[] {
  const { diagram, root, bundle } = analysis;
  const within = withRisks(analysis, restriction, promised.risks);
  const byLoss = new Map<string, { readonly lost: readonly string[]; leaves: Set<NodeId> }>();
  for (const leaf of leavesOf(diagram, root, within)) {
    const outcome = diagram.outcome(leaf);
    if (outcome.route !== route.id) continue;
    const kept = keepsPromise(promised, route, outcome);
    if (kept === "always") continue;
    for (const lost of minimalCuts(bundle.catalog, kept, [promised.of], promised.lose)) {
      const key = lost.join("\n");
      const cut = byLoss.get(key) ?? { lost, leaves: new Set<NodeId>() };
      cut.leaves.add(leaf);
      byLoss.set(key, cut);
    }
  }
  return [...byLoss.values()].flatMap(({ lost, leaves }) =>
    acceptances(analysis, route, lost, within).flatMap(({ id, restriction }) => {
      const finding = makeFinding(
        analysis,
        {
          kind: "loss-breaks-promise",
          message: `route \`${route.id}\`: ${brokenInWords(promised, lost)}`,
          pointer: pointerOf(["contingency", "require", index]),
          routes: [route.id],
          domains: lost,
          have: lost.length,
          need: promised.lose,
          acceptedBy: id,
          stateOf: (leaf, slaMs) => stateAfterLoss(analysis, diagram.outcome(leaf), lost, slaMs),
        },
        restriction,
        (leaf) => leaves.has(leaf),
      );
      return finding ?? [];
    }),
  );
}

function brokenInWords({ then }: Promised, lost: readonly string[]): string {
  const what = lost.length === 0 ? "even without a loss" : `losing ${lost.join(" and ")}`;
  return then === "served-at-floor"
    ? `${what} leaves no endpoint at the route's floor`
    : `${what} leaves no rung to answer from`;
}

/** The endpoints that keep a promise while one of them is left. */
function keepsPromise(
  { then }: Promised,
  route: Route,
  outcome: Outcome,
): readonly PlannedEndpoint[] | "always" {
  if (then === "rung-defined") return outcome.endsStatic ? "always" : endpointsOf(outcome);
  return atFloor(route, outcome);
}

/** Endpoints of the full rung that reach the floor of the route itself, fallbacks' included. */
export function atFloor({ id, limits }: Route, { rungs }: Outcome): readonly PlannedEndpoint[] {
  const full = rungs.find(({ name }) => name === "full")?.endpoints ?? [];
  const { qualityFloor } = limits;
  if (qualityFloor === "unmeasured") return full;
  return full.filter(({ via, quality }) => via === id || (quality ?? -1) >= qualityFloor);
}

function withRisks(
  { diagram }: Analysis,
  restriction: Restriction,
  risks: readonly string[],
): Restriction {
  const field = CLASS_FIELDS.indexOf("risk");
  const before = restriction.get(field);
  const held = diagram.values.risk.flatMap((risk, at) =>
    risks.includes(risk) && (before?.has(at) ?? true) ? at : [],
  );
  return new Map(restriction).set(field, new Set(held));
}

/** The restriction in parts: what each entry of `contingency.accept` accepts, and what none does. */
export function acceptances(
  { bundle, day, diagram }: Analysis,
  route: Route,
  lost: readonly string[],
  restriction: Restriction,
): readonly { readonly id: string | undefined; readonly restriction: Restriction }[] {
  const field = CLASS_FIELDS.indexOf("residency");
  const parts = new Map<string | undefined, Set<number>>();
  for (const [at, residency] of diagram.values.residency.entries()) {
    if (restriction.get(field)?.has(at) === false) continue;
    const id = bundle.policy.contingency?.accept.find(
      ({ routes, residencies, lose, expires }) =>
        day <= expires &&
        routes.includes(route.id) &&
        residencies.includes(residency) &&
        lost.every((domain) => lose.includes(domain)),
    )?.id;
    parts.set(id, (parts.get(id) ?? new Set()).add(at));
  }
  return [...parts].map(([id, held]) => ({
    id,
    restriction: new Map(restriction).set(field, held),
  }));
}
