import type { QuotaLimits, QuotaStanding } from "@switchyard/contract";
import { bucketSize, RATES, type QuotaSegment } from "./quota-segments.ts";
import { BURST_MS } from "./quota-terms.ts";

/** How a route stands under its limits, once its segments are brought to the instant. */
export function quotaStanding(
  segments: readonly QuotaSegment[],
  limits: QuotaLimits,
): readonly QuotaStanding[] {
  const standings: QuotaStanding[] = [];
  for (const { limit, unit } of RATES) {
    const value = limits[limit];
    if (value === undefined) continue;
    const size = bucketSize(value, 1);
    // Where nobody has asked for long, what flowed in has filled the bucket of who asks next.
    const left = segments.length === 0 ? size : sum(segments, ({ levels }) => levels[unit]);
    const used = toThousandth(size - left);
    standings.push({ limit, value, windowMs: BURST_MS, used, remaining: remainingOf(left) });
  }
  const { concurrencyMax: value } = limits;
  if (value !== undefined) {
    const used = sum(segments, ({ seats }) => seats);
    standings.push({ limit: "concurrencyMax", value, used, remaining: remainingOf(value - used) });
  }
  return standings;
}

function sum(segments: readonly QuotaSegment[], of: (segment: QuotaSegment) => number): number {
  return segments.reduce((total, segment) => total + of(segment), 0);
}

function remainingOf(left: number): number {
  return toThousandth(Math.max(0, left));
}

function toThousandth(amount: number): number {
  return Math.round(amount * 1_000) / 1_000;
}
