import type { QuotaLimits, QuotaOutcome, QuotaRequest } from "@switchyard/contract";
import { advanceSegments, charged, NO_SEGMENTS } from "./quota-segments.ts";
import { quotaRefusal } from "./quota-refusal.ts";
import { BURST_MS, SET_BACK_MS } from "./quota-terms.ts";

/** An ask as its route's quota sees it. */
export type QuotaAsk = Pick<QuotaRequest, "id" | "segment" | "tokens" | "leaseMs">;

/** The quota of one route. */
export interface RouteQuota {
  /** Counts an ask under all limits or under none. */
  admit(ask: QuotaAsk, limits: QuotaLimits, atMs: number): QuotaOutcome;
  /** Ends an ask that took so many tokens. Idempotent. */
  leave(id: string, tokens: number): void;
}

interface Seat {
  readonly segment: string;
  readonly tokens: number;
  readonly endsAtMs: number;
}

/**
 * Token buckets and seats that the segments of a route share, max-min fair.
 *
 * - Every segment that asked in the last minute has a bucket, all of one size, that together hold
 *   ten seconds of the quota: the burst. What flows in goes evenly to those that are not full. So
 *   each gets its even part, and what one leaves goes to the others.
 * - An ask that is larger than its segment's bucket is let in when that is full, and then owed. So
 *   in any minute a route lets in at most its quota, the burst, and for each segment that asks what
 *   one ask of it exceeds its bucket by.
 * - Of the seats, one is kept free for each other segment that asked and has less than its even
 *   part, by those that have theirs. With fewer seats than segments, who comes first has them.
 * - An ask takes its estimate of tokens; the end gives back what it did not take, or owes the rest.
 *   A seat whose lease is over is free, and its estimate stays taken.
 *
 * It holds an entry for each segment that asks and each ask in flight.
 */
export function createRouteQuota(): RouteQuota {
  let segments = NO_SEGMENTS;
  let clockMs: number | undefined;
  let firstEndMs = Number.POSITIVE_INFINITY;
  const seats = new Map<string, Seat>();

  const free = (id: string, seat: Seat, tokensTaken: number): void => {
    seats.delete(id);
    const back = { requests: 0, tokens: tokensTaken - seat.tokens, seats: -1 };
    segments = charged(segments, seat.segment, back);
  };
  const expire = (nowMs: number): void => {
    if (nowMs < firstEndMs) return;
    firstEndMs = Number.POSITIVE_INFINITY;
    for (const [id, seat] of seats) {
      if (seat.endsAtMs <= nowMs) free(id, seat, seat.tokens);
      else firstEndMs = Math.min(firstEndMs, seat.endsAtMs);
    }
  };
  return {
    admit: ({ id, segment, tokens, leaseMs }, limits, atMs) => {
      const { nowMs, inflowMs } = passage(clockMs, atMs);
      clockMs = nowMs;
      expire(nowMs);
      segments = advanceSegments(segments, segment, limits, nowMs, inflowMs);
      const amounts = { requests: 1, tokens };
      const refusal = quotaRefusal(segments, segment, amounts, limits);
      if (refusal !== undefined) return refusal;
      segments = charged(segments, segment, { ...amounts, seats: 1 });
      const endsAtMs = nowMs + leaseMs;
      seats.set(id, { segment, tokens, endsAtMs });
      firstEndMs = Math.min(firstEndMs, endsAtMs);
      return { ok: true };
    },
    leave: (id, tokens) => {
      const seat = seats.get(id);
      if (seat !== undefined) free(id, seat, tokens);
    },
  };
}

/** A new book's buckets are full. A clock that is a little behind is another machine's. */
function passage(
  clockMs: number | undefined,
  atMs: number,
): { readonly nowMs: number; readonly inflowMs: number } {
  if (clockMs === undefined) return { nowMs: atMs, inflowMs: BURST_MS };
  if (atMs < clockMs - SET_BACK_MS) return { nowMs: atMs, inflowMs: 0 };
  const nowMs = Math.max(clockMs, atMs);
  return { nowMs, inflowMs: nowMs - clockMs };
}
