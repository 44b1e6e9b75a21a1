import { FAILURE_DOMAINS, type Bundle, type PlannedEndpoint } from "@switchyard/contract";
import { compareText } from "../plan/compare-text.ts";
import { EVERYWHERE, showClasses, type Analysis, type ShownClasses } from "./analysis.ts";
import { stateAfterLoss } from "./cold-cuts.ts";
import { createAnalysis } from "./create-analysis.ts";
import type { NodeId } from "./diagram.ts";
import { domainsOf } from "./failure-domains.ts";
import { isServed, type Outcome } from "./outcome.ts";

/** What a loss does to a class of requests, the worst first. */
const EFFECTS = ["unserved", "lower-rung", "other-choice"] as const;
export type LossEffect = (typeof EFFECTS)[number];

/** Where a request goes first. */
export interface FirstChoice {
  readonly rung: string;
  /** Endpoint id; null: the static answer, which needs no model. */
  readonly endpoint: string | null;
}

/** Classes of one route to which a loss does the same, with a request that shows it. */
export interface LossCase extends ShownClasses {
  readonly effect: LossEffect;
  readonly before: FirstChoice;
  /** Null: an error. */
  readonly after: FirstChoice | null;
}

/** What the request classes of one route lose. Counts are exact; each class is in one at most. */
export interface RouteLoss {
  readonly route: string;
  /** Classes of the route that are served without the loss. */
  readonly classes: bigint;
  /** Served on the same rung, by another first choice. */
  readonly otherChoice: bigint;
  /** Served on a lower rung only. */
  readonly lowerRung: bigint;
  /** Left without any endpoint. */
  readonly unserved: bigint;
  /** How many cases there are. */
  readonly casesFound: number;
  /** The worst cases first, then those of most classes; the first fifty of the route. */
  readonly cases: readonly LossCase[];
}

/** Cases of one route that are shown: a reader takes in no more. */
const CASES_MAX = 50;

/**
 * What each route in the policy's order loses with some failure domains, every breaker of theirs
 * open already. Every case has a witness that was planned afresh and decided under the loss.
 *
 * @param lose names as `provider:openai`
 * @throws NodeBudgetError when the policy's diagram is too large
 */
export function loseDomains(
  bundle: Bundle,
  { atMs, lose }: { readonly atMs: number; readonly lose: readonly string[] },
): readonly RouteLoss[] {
  const analysis = createAnalysis(bundle, atMs);
  const isLeft = (endpoint: PlannedEndpoint): boolean =>
    !domainsOf(bundle.catalog, endpoint, FAILURE_DOMAINS).some((domain) => lose.includes(domain));
  return bundle.policy.routes.flatMap(({ id }) => {
    const leaves = [...analysis.counts.keys()].filter((leaf) => {
      const outcome = analysis.diagram.outcome(leaf);
      return outcome.route === id && isServed(outcome);
    });
    return leaves.length === 0 ? [] : [lossOf(analysis, id, leaves, isLeft, lose)];
  });
}

/** Leaves that a loss sends the same way. */
interface SameChange extends Pick<LossCase, "effect" | "before" | "after"> {
  readonly leaves: Set<NodeId>;
  classes: bigint;
}

function lossOf(
  analysis: Analysis,
  route: string,
  leaves: readonly NodeId[],
  isLeft: (endpoint: PlannedEndpoint) => boolean,
  lose: readonly string[],
): RouteLoss {
  const { diagram, counts } = analysis;
  const classesOf = (leaf: NodeId): bigint => counts.get(leaf) ?? 0n;
  const changes = new Map<string, SameChange>();
  for (const leaf of leaves) {
    const change = changeOf(diagram.outcome(leaf), isLeft);
    if (change === undefined) continue;
    const key = JSON.stringify(change);
    const same = changes.get(key) ?? { ...change, leaves: new Set<NodeId>(), classes: 0n };
    same.leaves.add(leaf);
    same.classes += classesOf(leaf);
    changes.set(key, same);
  }
  const ordered = [...changes.values()].toSorted(byWeight);
  const sum = (effect: LossEffect): bigint =>
    ordered.reduce((total, one) => (one.effect === effect ? total + one.classes : total), 0n);
  return {
    route,
    classes: leaves.reduce((total, leaf) => total + classesOf(leaf), 0n),
    otherChoice: sum("other-choice"),
    lowerRung: sum("lower-rung"),
    unserved: sum("unserved"),
    casesFound: ordered.length,
    cases: ordered.slice(0, CASES_MAX).flatMap(({ effect, before, after, leaves: changed }) => {
      const isWanted = (leaf: NodeId): boolean => changed.has(leaf);
      const shown = showClasses(analysis, EVERYWHERE, isWanted, {
        stateOf: (leaf, slaMs) => stateAfterLoss(analysis, diagram.outcome(leaf), lose, slaMs),
      });
      return shown === undefined ? [] : [{ effect, before, after, ...shown }];
    }),
  };
}

/** What the loss makes of the first choice; undefined: it is not lost. */
function changeOf(
  { rungs, endsStatic }: Outcome,
  isLeft: (endpoint: PlannedEndpoint) => boolean,
): Pick<LossCase, "effect" | "before" | "after"> | undefined {
  const first = rungs.find(({ endpoints }) => endpoints.length > 0);
  const [lost] = first?.endpoints ?? [];
  if (first === undefined || lost === undefined || isLeft(lost)) return undefined;
  const before = { rung: first.name, endpoint: lost.id };
  for (const { name, endpoints } of rungs) {
    const left = endpoints.find(isLeft);
    if (left === undefined) continue;
    const effect = name === first.name ? "other-choice" : "lower-rung";
    return { effect, before, after: { rung: name, endpoint: left.id } };
  }
  const after = endsStatic ? { rung: "static", endpoint: null } : null;
  return { effect: "unserved", before, after };
}

function byWeight(left: SameChange, right: SameChange): number {
  return (
    EFFECTS.indexOf(left.effect) - EFFECTS.indexOf(right.effect) ||
    Number(right.classes - left.classes) ||
    compareText(keyOf(left), keyOf(right))
  );
}

function keyOf({ before, after }: SameChange): string {
  return JSON.stringify([before, after]);
}
