import type { Bundle, RouteLimits } from "@switchyard/contract";
import { pointerOf } from "../load/json-pointer.ts";
import { makeFinding, type Analysis } from "./analysis.ts";
import type { AnalysisFinding } from "./analysis-finding.ts";
import { matchRestriction } from "./match-restriction.ts";
import type { Outcome } from "./outcome.ts";

/**
 * Routes some of whose requests a fallback serves first with a model below the route's own floor.
 * Raising the floor of such a route can lower the quality that is delivered.
 */
export function findWeakerFallbacks(analysis: Analysis): readonly AnalysisFinding[] {
  const { bundle, diagram, counts } = analysis;
  const pairs = new Map<string, Set<string>>();
  for (const leaf of counts.keys()) {
    const outcome = diagram.outcome(leaf);
    const first = weakFirst(bundle, outcome);
    if (first === undefined || outcome.route === undefined) continue;
    pairs.set(outcome.route, (pairs.get(outcome.route) ?? new Set()).add(first.via));
  }
  return bundle.policy.routes.flatMap((route) =>
    [...(pairs.get(route.id) ?? [])].toSorted().flatMap((via): readonly AnalysisFinding[] => {
      const floor = route.limits.qualityFloor;
      const fallback = bundle.policy.routes.find(({ id }) => id === via);
      const have = fallback?.limits.qualityFloor ?? null;
      const finding = makeFinding(
        analysis,
        {
          kind: "weaker-fallback",
          message: weakerFallbackWords(bundle, route.id, via),
          pointer: pointerOf(["routes", route.index, "fallback"]),
          routes: [route.id, via],
          have,
          need: floor,
        },
        matchRestriction(diagram, route.match),
        (leaf) => {
          const outcome = diagram.outcome(leaf);
          return outcome.route === route.id && weakFirst(bundle, outcome)?.via === via;
        },
      );
      return finding === undefined ? [] : [finding];
    }),
  );
}

/** The first endpoint of the full rung, where it is a fallback's and below the route's floor. */
export function weakFirst(
  bundle: Bundle,
  { route, rungs }: Outcome,
): { readonly via: string } | undefined {
  const first = rungs.find(({ name }) => name === "full")?.endpoints[0];
  if (first === undefined || first.via === route) return undefined;
  const floor = floorOf(bundle, route) ?? "unmeasured";
  return floor !== "unmeasured" && (first.quality ?? -1) < floor ? first : undefined;
}

/** What {@link weakFirst} means, in one sentence. */
export function weakerFallbackWords(bundle: Bundle, route: string, via: string): string {
  return (
    `fallback \`${via}\` (floor ${floorOf(bundle, via) ?? null}) answers requests of ` +
    `\`${route}\` below its floor ${floorOf(bundle, route)}: ` +
    "raising that floor can lower the quality delivered"
  );
}

function floorOf(
  { policy }: Bundle,
  route: string | undefined,
): RouteLimits["qualityFloor"] | undefined {
  return policy.routes.find(({ id }) => id === route)?.limits.qualityFloor;
}
