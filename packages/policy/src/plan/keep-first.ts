import type { PlannedEndpoint, PlannedRung, Rejection } from "@switchyard/contract";

/**
 * Narrows rungs to the first endpoint of the first rung, for a request without fallback. The
 * other endpoints become rejections that name the one that stays; null where the first rung has
 * none.
 */
export function keepFirst(rungs: readonly PlannedRung[]): readonly PlannedRung[] {
  const first = rungs[0]?.endpoints[0];
  return rungs.map((rung, index) => {
    const kept = index === 0 ? rung.endpoints.slice(0, 1) : [];
    const dropped = rung.endpoints.slice(kept.length);
    return {
      rung: rung.rung,
      endpoints: kept,
      rejections: [
        ...rung.rejections,
        ...dropped.map((endpoint) => dropFor(endpoint, first?.id ?? null)),
      ],
    };
  });
}

function dropFor(
  { id, model, provider, region, via }: PlannedEndpoint,
  first: string | null,
): Rejection {
  return {
    endpoint: { id, model, provider, region },
    via,
    reasons: [
      { code: "excluded-by-request", have: id, need: first, pointer: "request:/noFallback" },
    ],
  };
}
