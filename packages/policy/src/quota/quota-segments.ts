import type { QuotaLimits } from "@switchyard/contract";
import { fillEvenly } from "./fill-evenly.ts";
import { ASKING_MS, BURST_MS, MINUTE_MS } from "./quota-terms.ts";

/** What is counted by the minute, each in buckets of its own. */
export const RATES = [
  { limit: "requestsPerMinute", unit: "requests" },
  { limit: "tokensPerMinute", unit: "tokens" },
] as const;

/** Requests and tokens: of an ask, or what a segment's buckets hold. Below 0: it is owed. */
export type QuotaAmounts = Readonly<Record<(typeof RATES)[number]["unit"], number>>;

/** What a route's quota knows of a segment. */
export interface QuotaSegment {
  readonly name: string;
  readonly askedAtMs: number;
  readonly levels: QuotaAmounts;
  /** Its asks in flight. */
  readonly seats: number;
}

export const NO_SEGMENTS: readonly QuotaSegment[] = [];

/**
 * Brings the segments to an instant at which one of them asks, or none. Those that no longer ask,
 * and have nothing in flight and owe nothing, leave what they have to the others.
 *
 * @param inflowMs how long the quota has flowed in since
 */
export function advanceSegments(
  before: readonly QuotaSegment[],
  asking: string | undefined,
  limits: QuotaLimits,
  nowMs: number,
  inflowMs: number,
): readonly QuotaSegment[] {
  const isKnown = asking === undefined || before.some(({ name }) => name === asking);
  const all = isKnown ? before : [...before, newSegment(asking, nowMs)];
  const told = all.map((segment) => toldOf(segment, asking, limits, nowMs));
  const staying = told.filter((segment) => stays(segment, nowMs));
  const gone = told.filter((segment) => !stays(segment, nowMs));
  let now: readonly QuotaSegment[] = staying;
  for (const { limit, unit } of RATES) {
    const perMinute = limits[limit];
    if (perMinute === undefined) continue;
    const leftBehind = gone.reduce((sum, { levels }) => sum + levels[unit], 0);
    const levels = fillEvenly(
      now.map((segment) => segment.levels[unit]),
      (perMinute * inflowMs) / MINUTE_MS + leftBehind,
      bucketSize(perMinute, now.length),
    );
    now = now.map((segment, index) => withLevel(segment, unit, levels[index] ?? 0));
  }
  return now;
}

/** A segment at an instant; what has no limit is not counted. */
function toldOf(
  { name, askedAtMs, levels, seats }: QuotaSegment,
  asking: string | undefined,
  limits: QuotaLimits,
  nowMs: number,
): QuotaSegment {
  return {
    name,
    // An instant to come is of a clock that was set back since.
    askedAtMs: name === asking ? nowMs : Math.min(askedAtMs, nowMs),
    levels: {
      requests: limits.requestsPerMinute === undefined ? 0 : levels.requests,
      tokens: limits.tokensPerMinute === undefined ? 0 : levels.tokens,
    },
    seats,
  };
}

function withLevel(segment: QuotaSegment, unit: keyof QuotaAmounts, level: number): QuotaSegment {
  return { ...segment, levels: { ...segment.levels, [unit]: level } };
}

/** What the bucket of each of so many segments holds. */
export function bucketSize(perMinute: number, segments: number): number {
  return (perMinute * BURST_MS) / MINUTE_MS / segments;
}

/** The segments once one of them took amounts and seats, or gave them back (below 0). */
export function charged(
  segments: readonly QuotaSegment[],
  name: string,
  { requests, tokens, seats }: QuotaAmounts & { readonly seats: number },
): readonly QuotaSegment[] {
  return segments.map((segment) => {
    if (segment.name !== name) return segment;
    const { levels } = segment;
    return {
      ...segment,
      seats: segment.seats + seats,
      levels: { requests: levels.requests - requests, tokens: levels.tokens - tokens },
    };
  });
}

function newSegment(name: string, askedAtMs: number): QuotaSegment {
  return { name, askedAtMs, levels: { requests: 0, tokens: 0 }, seats: 0 };
}

function stays({ askedAtMs, levels, seats }: QuotaSegment, nowMs: number): boolean {
  const owes = levels.requests < 0 || levels.tokens < 0;
  return nowMs - askedAtMs < ASKING_MS || seats > 0 || owes;
}
