import { FAILURE_DOMAINS, type FailureDomain } from "@switchyard/contract";
import { compareText } from "../plan/compare-text.ts";
import { replay, type Analysis } from "./analysis.ts";
import type { Witness } from "./analysis-finding.ts";
import type { NodeId } from "./diagram.ts";
import { domainsOf, minimalCuts } from "./failure-domains.ts";
import { endpointsOf, type Outcome } from "./outcome.ts";

/** Failure domains whose loss, with every breaker open already, leaves some classes no model. */
export interface ColdCut {
  /** Sorted, as `provider:openai`; none of them can be left out for these classes. */
  readonly lose: readonly string[];
  /** Routes of the classes, sorted. */
  readonly routes: readonly string[];
  /** Classes that the loss leaves without any endpoint. Exact. */
  readonly classes: bigint;
}

/** A cut with one request that shows it. */
export interface ShownCut extends ColdCut {
  /** Planned afresh and decided under the loss: no rung has an endpoint. */
  readonly witness: Witness;
}

/** Cuts that are shown with a witness: a reader takes in no more. */
const SHOWN_MAX = 50;

/**
 * Every minimal loss of at most `lose` failure domains that takes the last endpoint of some class
 * that has one, over all classes; those of most classes first. Worked out once for each distinct
 * outcome.
 *
 * @param lose domains lost at once, 1 or 2
 */
export function coldCuts(
  analysis: Analysis,
  lose: number,
  kinds: readonly FailureDomain[] = FAILURE_DOMAINS,
): readonly ColdCut[] {
  return cutLeaves(analysis, lose, kinds).map(({ lose, routes, classes }) => ({
    lose,
    routes,
    classes,
  }));
}

/** The first fifty of {@link coldCuts}, each with a witness. */
export function shownCuts(
  analysis: Analysis,
  lose: number,
  kinds: readonly FailureDomain[] = FAILURE_DOMAINS,
): readonly ShownCut[] {
  const { diagram, firstClasses } = analysis;
  return cutLeaves(analysis, lose, kinds)
    .slice(0, SHOWN_MAX)
    .map(({ leaves: [leaf = 0], lose, routes, classes }) => {
      const witness = replay(analysis, firstClasses.get(leaf) ?? [], (_, slaMs) =>
        stateAfterLoss(analysis, diagram.outcome(leaf), lose, slaMs),
      );
      return { lose, routes, classes, witness };
    });
}

interface CutLeaves extends ColdCut {
  readonly leaves: readonly NodeId[];
}

function cutLeaves(
  { bundle, diagram, counts }: Analysis,
  lose: number,
  kinds: readonly FailureDomain[],
): readonly CutLeaves[] {
  const byLoss = new Map<string, { readonly lost: readonly string[]; readonly leaves: NodeId[] }>();
  const cutsByPlan = new Map<string, readonly (readonly string[])[]>();
  for (const leaf of counts.keys()) {
    const ids = [...new Set(endpointsOf(diagram.outcome(leaf)).map(({ id }) => id))];
    if (ids.length === 0) continue;
    const plan = ids.toSorted().join("\n");
    const cuts =
      cutsByPlan.get(plan) ??
      minimalCuts(bundle.catalog, endpointsOf(diagram.outcome(leaf)), kinds, lose);
    cutsByPlan.set(plan, cuts);
    for (const lost of cuts) {
      const key = lost.join("\n");
      const cut = byLoss.get(key) ?? { lost, leaves: [] };
      cut.leaves.push(leaf);
      byLoss.set(key, cut);
    }
  }
  return [...byLoss.values()]
    .map(({ lost, leaves }) => ({
      lose: lost,
      leaves,
      routes: [...new Set(leaves.flatMap((leaf) => diagram.outcome(leaf).route ?? []))].toSorted(),
      classes: leaves.reduce((sum, leaf) => sum + (counts.get(leaf) ?? 0n), 0n),
    }))
    .toSorted(
      (left, right) =>
        Number(right.classes - left.classes) ||
        compareText(left.lose.join("\n"), right.lose.join("\n")),
    );
}

/** Live state in which every endpoint of the lost domains has an open breaker. */
export function stateAfterLoss(
  { bundle }: Analysis,
  outcome: Outcome,
  lost: readonly string[],
  remainingMs: number,
): NonNullable<Witness["state"]> {
  const gone = endpointsOf(outcome).filter((endpoint) =>
    domainsOf(bundle.catalog, endpoint, FAILURE_DOMAINS).some((domain) => lost.includes(domain)),
  );
  const breakers = Object.fromEntries(gone.map(({ id }) => [id, "open" as const]));
  return { breakers, attempts: {}, absent: {}, remainingMs };
}
