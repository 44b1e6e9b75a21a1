import type {
  AttemptSummary,
  Decision,
  ModelFailure,
  ModelResponse,
  Usage,
} from "@switchyard/contract";
import type { StreamTimes } from "../health/stream-book.ts";
import type { Judgement } from "../judge/judgement.ts";
import type { Verdict } from "../judge/verdict.ts";
import type { Attempt, ClimbState, Denial, Ending } from "./climb-state.ts";
import type { Settlement } from "./settlement.ts";

/** What to do next, as data. The shell does it through a port and tells the outcome. */
export type Step =
  | {
      readonly kind: "reserve";
      readonly attempt: Attempt;
      readonly leaseMs: number;
      /** How long a place among the endpoint's calls in flight may be waited for. */
      readonly placeWaitMs: number;
    }
  /** Starts a call, and waits as `await` does. */
  | {
      readonly kind: "call";
      readonly attempt: Attempt;
      readonly timeoutMs: number;
      /** Waits no longer than this: then a hedge is thought of. Absent: none is. */
      readonly patienceMs?: number;
      /** More time for the calls beside a hedge, from now, by attempt id. */
      readonly lengthened?: Readonly<Record<string, number>>;
    }
  /** Waits until a call in flight has ended. */
  | { readonly kind: "await" }
  /**
   * Ends the attempt's reservation, after it has cut the calls in flight that it names. Without
   * `ended`, the call was never made.
   */
  | {
      readonly kind: "close";
      readonly attempt: Attempt;
      readonly settlement: Settlement;
      readonly ended?: AttemptEnd;
      /** Attempt ids. */
      readonly cuts?: readonly string[];
    }
  /** Asks the judges and the application's own gates that the verdict is pending on. */
  | {
      readonly kind: "judge";
      readonly attempt: Attempt;
      readonly response: ModelResponse;
      readonly verdict: Verdict;
      readonly timeoutMs: number;
    }
  | { readonly kind: "wait"; readonly durationMs: number }
  | { readonly kind: "finish"; readonly ending: Ending };

/** How a call ended, after the answer was judged. */
export interface AttemptEnd {
  readonly summary: AttemptSummary;
  /** How its answer came, where it was passed on as it came. */
  readonly streamed: StreamTimes | undefined;
  readonly usage: Usage | undefined;
  readonly failure: ModelFailure | undefined;
  /** How its answer was judged, if it was. */
  readonly verdict: Verdict | undefined;
  /** Whether it was outrun after it had lasted longer than its own time. */
  readonly isOverdue: boolean;
}

/** What became of a step. */
export type Outcome =
  | { readonly kind: "begun" }
  | { readonly kind: "reserved" }
  | { readonly kind: "denied"; readonly denial: Denial }
  /** No place came free in time, or the breaker opened meanwhile. Nothing was reserved. */
  | { readonly kind: "crowded" }
  /** No call in flight has ended within the patience. */
  | { readonly kind: "unanswered" }
  /** `usage` is the provider's, or our estimate where it reported none. */
  | {
      readonly kind: "responded";
      readonly attemptId: string;
      readonly response: ModelResponse;
      readonly latencyMs: number;
      /** How it came, where it was passed on as it came. */
      readonly streamed: StreamTimes | undefined;
      /** Whether its text was shown as it came. */
      readonly isShown: boolean;
    }
  | {
      readonly kind: "failed";
      readonly attemptId: string;
      readonly failure: ModelFailure;
      readonly latencyMs: number;
      readonly streamed: StreamTimes | undefined;
      /** All of the text that stands before the caller, of this call and of those it went on from. */
      readonly shownText: string;
      /** The drawn number that a backoff would use, in [0, 1). */
      readonly jitter: number;
    }
  /** In the order of the verdict's pending gates. */
  | { readonly kind: "judged"; readonly judgements: readonly (Judgement | undefined)[] }
  | { readonly kind: "closed" }
  | { readonly kind: "waited" };

/** The next state, the rungs entered on the way to it, and the step to perform. */
export interface Turn {
  readonly state: ClimbState;
  readonly entered: readonly Decision[];
  readonly step: Step;
}
