import { FAILURE_DOMAINS, type Bundle, type PlannedEndpoint } from "@switchyard/contract";
import { createAnalysis } from "./create-analysis.ts";
import { domainsOf } from "./failure-domains.ts";
import { isServed } from "./outcome.ts";

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
}

/**
 * What each route in the policy's order loses with some failure domains, every breaker of theirs
 * open already.
 *
 * @param lose names as `provider:openai`
 * @throws NodeBudgetError when the policy's diagram is too large
 */
export function loseDomains(
  bundle: Bundle,
  { atMs, lose }: { readonly atMs: number; readonly lose: readonly string[] },
): readonly RouteLoss[] {
  const { diagram, counts } = createAnalysis(bundle, atMs);
  const isLeft = (endpoint: PlannedEndpoint): boolean =>
    !domainsOf(bundle.catalog, endpoint, FAILURE_DOMAINS).some((domain) => lose.includes(domain));
  return bundle.policy.routes.flatMap(({ id }) => {
    const loss = { route: id, classes: 0n, otherChoice: 0n, lowerRung: 0n, unserved: 0n };
    for (const [leaf, count] of counts) {
      const outcome = diagram.outcome(leaf);
      if (outcome.route !== id || !isServed(outcome)) continue;
      loss.classes += count;
      const before = outcome.rungs.findIndex(({ endpoints }) => endpoints.length > 0);
      const after = outcome.rungs.findIndex(({ endpoints }) => endpoints.some(isLeft));
      const first = outcome.rungs[before]?.endpoints[0];
      if (after < 0) loss.unserved += count;
      else if (after > before) loss.lowerRung += count;
      else if (first !== undefined && !isLeft(first)) loss.otherChoice += count;
    }
    return loss.classes > 0n ? [loss] : [];
  });
}
