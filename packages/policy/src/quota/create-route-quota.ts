import type { QuotaLimits, QuotaOutcome, QuotaRequest, QuotaStanding } from "@switchyard/contract";
import { advanceSegments, charged, NO_SEGMENTS, type QuotaSegment } from "./quota-segments.ts";
import { quotaRefusal } from "./quota-refusal.ts";
import { quotaStanding } from "./quota-standing.ts";
import { BURST_MS, SET_BACK_MS } from "./quota-terms.ts";

/** An ask as its route's quota sees it. */
export type QuotaAsk = Pick<QuotaRequest, "id" | "segment" | "tokens" | "leaseMs">;

/** What a route's quota knows besides the seats that are taken. */
export interface RouteQuotaState {
  readonly segments: readonly QuotaSegment[];
  /** The latest instant that it was asked at. Absent: never. */
  readonly clockMs?: number;
}

/** A seat that an ask has taken. */
export interface QuotaSeat {
  readonly segment: string;
  readonly tokens: number;
  readonly endsAtMs: number;
}

/** The seats of a route by ask. */
export interface QuotaSeats {
  find(id: string): QuotaSeat | undefined;
  add(id: string, seat: QuotaSeat): void;
  remove(id: string): void;
  /** Seats whose lease is over. */
  due(nowMs: number): readonly (readonly [id: string, seat: QuotaSeat])[];
}

/** The quota of one route. */
export interface RouteQuota {
  /** Counts an ask under all limits or under none. */
  admit(ask: QuotaAsk, limits: QuotaLimits, atMs: number): QuotaOutcome;
  /** Ends an ask that took so many tokens. Idempotent. */
  leave(id: string, tokens: number): void;
  /** Reads how it stands. */
  standing(limits: QuotaLimits, atMs: number): readonly QuotaStanding[];
  readonly state: RouteQuotaState;
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
 *
 * @param kept what a store has kept of it. Default: nothing, and the buckets are full
 * @param seats where a store keeps its seats. Default: in memory
 */
export function createRouteQuota(
  kept: RouteQuotaState = { segments: NO_SEGMENTS },
  seats: QuotaSeats = createQuotaSeats(),
): RouteQuota {
  let { segments, clockMs } = kept;
  const free = (id: string, seat: QuotaSeat, tokensTaken: number): void => {
    seats.remove(id);
    const back = { requests: 0, tokens: tokensTaken - seat.tokens, seats: -1 };
    segments = charged(segments, seat.segment, back);
  };
  return {
    admit: ({ id, segment, tokens, leaseMs }, limits, atMs) => {
      const { nowMs, inflowMs } = passage(clockMs, atMs);
      clockMs = nowMs;
      for (const [lost, seat] of seats.due(nowMs)) free(lost, seat, seat.tokens);
      segments = advanceSegments(segments, segment, limits, nowMs, inflowMs);
      const amounts = { requests: 1, tokens };
      const refusal = quotaRefusal(segments, segment, amounts, limits);
      if (refusal !== undefined) return refusal;
      segments = charged(segments, segment, { ...amounts, seats: 1 });
      seats.add(id, { segment, tokens, endsAtMs: nowMs + leaseMs });
      return { ok: true };
    },
    leave: (id, tokens) => {
      const seat = seats.find(id);
      if (seat !== undefined) free(id, seat, tokens);
    },
    standing: (limits, atMs) => {
      const { nowMs, inflowMs } = passage(clockMs, atMs);
      let then = segments;
      for (const [, { segment }] of seats.due(nowMs)) then = charged(then, segment, LOST_SEAT);
      return quotaStanding(advanceSegments(then, undefined, limits, nowMs, inflowMs), limits);
    },
    get state() {
      return clockMs === undefined ? { segments } : { segments, clockMs };
    },
  };
}

/** A seat whose lease is over is free, and its estimate stays taken. */
const LOST_SEAT = { requests: 0, tokens: 0, seats: -1 } as const;

/** Seats in memory. */
function createQuotaSeats(): QuotaSeats {
  const seats = new Map<string, QuotaSeat>();
  let firstEndMs = Number.POSITIVE_INFINITY;
  return {
    find: (id) => seats.get(id),
    add: (id, seat) => {
      seats.set(id, seat);
      firstEndMs = Math.min(firstEndMs, seat.endsAtMs);
    },
    remove: (id) => {
      seats.delete(id);
    },
    due: (nowMs) => {
      if (nowMs < firstEndMs) return [];
      firstEndMs = Number.POSITIVE_INFINITY;
      // Seats that are due count too: who only reads leaves them in.
      for (const { endsAtMs } of seats.values()) firstEndMs = Math.min(firstEndMs, endsAtMs);
      return [...seats].filter(([, { endsAtMs }]) => endsAtMs <= nowMs);
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
