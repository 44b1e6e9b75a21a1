import type { AskRefusal } from "./ask-refusal.ts";
import type {
  AttemptKind,
  AttemptSummary,
  BudgetLine,
  DatedPrice,
  Decision,
  Model,
  ModelFailure,
  ModelResponse,
  ModelRung,
  PlannedEndpoint,
  RungName,
} from "@switchyard/contract";
import type { StreamTimes } from "../health/stream-book.ts";
import type { Continuation } from "./continuation.ts";
import type { GateFailure } from "../judge/check-gate.ts";
import type { Verdict } from "../judge/verdict.ts";

/** What a call to an endpoint on a rung may cost, and who pays. */
export interface Quote {
  readonly endpoint: PlannedEndpoint;
  readonly rung: RungName;
  readonly settings: ModelRung;
  readonly model: Model;
  /** The price of the instant it was planned at; it is settled at the same. */
  readonly price: DatedPrice;
  readonly lines: readonly BudgetLine[];
  /** Upper bound of its cost. */
  readonly amountMicroUsd: number;
  readonly outputTokensMax: number;
}

/** A whole answer that the route's gates did not let through. */
export interface RefusedAnswer {
  readonly text: string;
  readonly failures: readonly GateFailure[];
}

/** One call, planned: made only if the budgets hold it. */
export interface Attempt extends Quote {
  readonly attemptId: string;
  readonly kind: AttemptKind;
  /** What the answer that this call is to mend was refused for. Undefined: it answers afresh. */
  readonly mends: RefusedAnswer | undefined;
  /** The beginning that this call is to go on with. Undefined: it answers from the beginning. */
  readonly continues: Continuation | undefined;
  /** Time kept back for the endpoint that would follow a failure. 0: none would. */
  readonly keptBackMs: number;
}

/** A call in flight. */
export interface OpenCall {
  readonly attempt: Attempt;
  /** Monotonic. */
  readonly startedAtMs: number;
  /** The time it was given at its start; a hedge lengthens it. */
  readonly timeoutMs: number;
}

/** A call that failed, and the drawn number that its backoff would use, in [0, 1). */
export interface FailedAttempt {
  readonly attempt: Attempt;
  readonly failure: ModelFailure;
  readonly jitter: number;
  /** Where gates refused its answer. */
  readonly refused?: RefusedAnswer;
}

/** A whole answer, while those are asked who are to judge it. */
export interface OpenVerdict {
  readonly call: OpenCall;
  readonly response: ModelResponse;
  readonly latencyMs: number;
  readonly streamed: StreamTimes | undefined;
  /** Whether its text was shown already. */
  readonly isShown: boolean;
  readonly verdict: Verdict;
}

/** Candidates of a rung count only above a tier, once its gates have refused that tier's answer. */
export interface TierFloor {
  readonly rungIndex: number;
  /** Index among the policy's tiers. */
  readonly above: number;
}

/** A budget that had no room, and the room it had. */
export interface Denial {
  readonly budgetId: string;
  readonly neededMicroUsd: number;
  readonly leftMicroUsd: number;
  /** What the ledger threw: it could not be asked, so it counts as no room. */
  readonly ledgerFailure?: string;
}

/** How an ask ended. */
export type Ending =
  | {
      readonly kind: "answered";
      readonly attempt: Attempt;
      readonly response: ModelResponse;
      readonly verdict: Verdict;
    }
  /** A part of an answer was shown, and the rest will not come: `unable` says why no other goes on. */
  | { readonly kind: "cut"; readonly unable?: StopCause }
  | { readonly kind: "aborted" }
  /** No model answers any more; the static rung or a typed error does. */
  | { readonly kind: "stopped"; readonly cause: StopCause };

export type StopCause =
  "deadline" | "budget" | "no-endpoint" | "attempts-exhausted" | AskRefusal["cause"];

/** Where an ask stands. Every value is data: equal states and outcomes give equal steps. */
export interface ClimbState {
  /** Index of the rung among the plan's. */
  readonly rungIndex: number;
  /** Decisions by which rungs were entered, in order. */
  readonly entered: readonly Decision[];
  /** Reservations asked for, which numbers the attempts. */
  readonly reservations: number;
  /** Calls made, by endpoint id. */
  readonly calls: Readonly<Record<string, number>>;
  readonly history: readonly AttemptSummary[];
  /** Tokens that the calls took; the input's estimate where nobody reported them. */
  readonly tokens: number;
  /** The rung index at which an endpoint failed for the request as it was there. */
  readonly barred: Readonly<Record<string, number>>;
  /** Models that cannot take the request. */
  readonly incompatible: readonly string[];
  /** A window of so many tokens was too small. */
  readonly contextTokensOver: number;
  /** The last denial, by budget id. */
  readonly denials: Readonly<Record<string, Denial>>;
  /** Endpoints passed over because no place among their calls in flight came free. */
  readonly crowded: readonly string[];
  /** The attempt whose reservation is asked for now. */
  readonly current: Attempt | undefined;
  /** Calls in flight, oldest first: more than one only where a hedge was sent. */
  readonly open: readonly OpenCall[];
  /** Hedges thought of, sent or not. */
  readonly hedges: number;
  /** The answer that is being judged. */
  readonly judging: OpenVerdict | undefined;
  /** Repairs asked for, and escalations, so far. */
  readonly repairs: number;
  readonly escalations: number;
  readonly tierFloor: TierFloor | undefined;
  /** What was shown before a stream broke off, where the route goes on with it. */
  readonly continues: Continuation | undefined;
  /** The last failure, while what follows from it is open. */
  readonly failed: FailedAttempt | undefined;
  /** Whether the backoff for a retry of the failed endpoint is over. */
  readonly waited: boolean;
  /** Whether the one wait for a rate limit to be full again is over. */
  readonly waitedForLimit: boolean;
  /** Set when only the books are left to close. */
  readonly ending: Ending | undefined;
}

/** The state of an ask that has done nothing yet. */
export const AT_THE_FOOT: ClimbState = {
  rungIndex: 0,
  entered: [],
  reservations: 0,
  calls: {},
  history: [],
  tokens: 0,
  barred: {},
  incompatible: [],
  contextTokensOver: 0,
  denials: {},
  crowded: [],
  current: undefined,
  open: [],
  hedges: 0,
  judging: undefined,
  repairs: 0,
  escalations: 0,
  tierFloor: undefined,
  continues: undefined,
  failed: undefined,
  waited: false,
  waitedForLimit: false,
  ending: undefined,
};

/** Calls made so far, to all endpoints, those in flight too. */
export function callsMade({ history, open }: ClimbState): number {
  return history.length + open.length;
}
