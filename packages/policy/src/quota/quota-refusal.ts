import type { QuotaLimits, QuotaOutcome } from "@switchyard/contract";
import { bucketSize, RATES, type QuotaAmounts, type QuotaSegment } from "./quota-segments.ts";
import { MINUTE_MS, SEAT_RETRY_MS, SLACK } from "./quota-terms.ts";

type Refusal = QuotaOutcome & { readonly ok: false };

/**
 * Why an ask of a segment is not let in: of the limits without room, the one to wait for longest.
 * Undefined: it is let in.
 */
export function quotaRefusal(
  segments: readonly QuotaSegment[],
  name: string,
  amounts: QuotaAmounts,
  limits: QuotaLimits,
): Refusal | undefined {
  const segment = segments.find((one) => one.name === name);
  if (segment === undefined) return undefined;
  let longest: Refusal | undefined;
  const refuse = (refusal: Refusal): void => {
    if (longest === undefined || refusal.retryAfterMs > longest.retryAfterMs) longest = refusal;
  };
  for (const { limit, unit } of RATES) {
    const perMinute = limits[limit];
    if (perMinute === undefined) continue;
    const needed = Math.min(amounts[unit], bucketSize(perMinute, segments.length));
    const lacking = needed - segment.levels[unit];
    if (lacking <= SLACK) continue;
    const retryAfterMs = Math.ceil((lacking * segments.length * MINUTE_MS) / perMinute);
    refuse({ ok: false, limit, retryAfterMs });
  }
  const { concurrencyMax } = limits;
  if (concurrencyMax !== undefined && !hasSeat(segments, segment, concurrencyMax))
    refuse({ ok: false, limit: "concurrencyMax", retryAfterMs: SEAT_RETRY_MS });
  return longest;
}

/** A segment takes any free seat up to its even part, and beyond it those that nobody has due. */
function hasSeat(
  segments: readonly QuotaSegment[],
  segment: QuotaSegment,
  concurrencyMax: number,
): boolean {
  const evenPart = concurrencyMax / segments.length;
  const freeSeats = concurrencyMax - segments.reduce((sum, { seats }) => sum + seats, 0);
  const isDue = (one: QuotaSegment): boolean => one.seats + 1 <= evenPart;
  if (isDue(segment)) return freeSeats > 0;
  return freeSeats > segments.filter((one) => one !== segment && isDue(one)).length;
}
