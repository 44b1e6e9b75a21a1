import type { Route } from "../bundle/policy.ts";

/** What a route's `quota` may limit besides its share of a budget. */
export type QuotaLimit = "requestsPerMinute" | "tokensPerMinute" | "concurrencyMax";

/** The limits that a route's quota sets; an absent one does not hold. */
export type QuotaLimits = Pick<NonNullable<Route["quota"]>, QuotaLimit>;

/** An instant on both clocks: a store of this process goes by the first, a shared one by the other. */
export interface QuotaInstant {
  /** Monotonic. */
  readonly nowMs: number;
  /** Wall clock. */
  readonly epochMs: number;
}

/** An ask that wants to begin. */
export interface QuotaRequest {
  /** The ask's, unlike any other's. */
  readonly id: string;
  readonly route: string;
  readonly segment: string;
  /** A part of the question and not of the book: limits that were edited hold at the next ask. */
  readonly limits: QuotaLimits;
  /** Upper estimate of what it takes. */
  readonly tokens: number;
  readonly at: QuotaInstant;
  /** After this long without an end its seat is the store's to free. */
  readonly leaseMs: number;
}

export type QuotaOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** The limit that has no room; the one to wait for longest, where several have none. */
      readonly limit: QuotaLimit;
      /**
       * When the segment's even part has the room again. For calls in flight, whose ends nobody
       * knows, when to look again.
       */
      readonly retryAfterMs: number;
    };

/** The end of an ask that was let in. */
export interface QuotaEnd {
  readonly id: string;
  readonly route: string;
  /** What it took indeed: the difference to the estimate is given back, or owed. */
  readonly tokens: number;
  readonly at: QuotaInstant;
}

/** A question how a route stands. */
export type QuotaQuestion = Pick<QuotaRequest, "route" | "limits" | "at">;

/** How a route stands under one of its limits, all segments together. */
export interface QuotaStanding {
  readonly limit: QuotaLimit;
  /** What the limit is set to: so many a minute, or at once. */
  readonly value: number;
  /**
   * By the minute: of how many milliseconds the quota may be taken at once. What `used` and
   * `remaining` are of is `value` in that time.
   */
  readonly windowMs?: number;
  /** Taken, and neither given back nor flowed in again since; to a thousandth. */
  readonly used: number;
  /** What asks could take now; to a thousandth, from 0 up: what is owed shows in `used`. */
  readonly remaining: number;
}

/** The book of what routes let in, shared fairly between segments. */
export interface QuotaPort {
  /** It is this process's own memory, so it is never slow and never away. */
  readonly isLocal?: true;
  /** Counts an ask under all of its route's limits or under none. */
  admit(request: QuotaRequest): Promise<QuotaOutcome>;
  /** Ends an ask. Idempotent; of one that is unknown, or whose lease is over, it does nothing. */
  leave(end: QuotaEnd): Promise<void>;
  /** Reads how a route stands, in the order of `QuotaLimit`. It changes nothing in the book. */
  standing(question: QuotaQuestion): Promise<readonly QuotaStanding[]>;
}
