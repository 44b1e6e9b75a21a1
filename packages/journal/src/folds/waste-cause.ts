import type { AttemptKind, AttemptOutcome } from "@switchyard/contract";

/**
 * What money was lost to. Money has one cause, the first that holds:
 *
 * - `refusals`: the model refused, or the provider's filter blocked it
 * - `truncation`: the answer was cut at its output limit
 * - `invalid-output`: the answer was empty, malformed or not let through by another gate
 * - `over-long-context`: the request was too long for the model; of an answer that a task
 *   succeeded with, its input beyond the size that its route's `context` prunes to, where it was
 *   sent all the same
 * - `hedges`: another call of the ask answered first
 * - `retries`, `fallbacks`: the call failed, and the same or another endpoint was called again
 * - `unanswered`: the last call failed and no model answered, or the caller left
 * - `rejected-answers`: feedback says that the answer was none
 * - `re-asks`: the answer passed, and the task was asked again
 */
export const WASTE_CAUSES = [
  "retries",
  "fallbacks",
  "hedges",
  "refusals",
  "truncation",
  "invalid-output",
  "over-long-context",
  "unanswered",
  "rejected-answers",
  "re-asks",
] as const;
export type WasteCause = (typeof WASTE_CAUSES)[number];

/** Money by cause, in whole micro-US-dollars. */
export type WasteByCause = Readonly<Record<WasteCause, number>>;

/** No waste. */
export const NO_WASTE: WasteByCause = {
  retries: 0,
  fallbacks: 0,
  hedges: 0,
  refusals: 0,
  truncation: 0,
  "invalid-output": 0,
  "over-long-context": 0,
  unanswered: 0,
  "rejected-answers": 0,
  "re-asks": 0,
};

/** What a call's end tells of where its money went. */
export interface EndedCall {
  /** Undefined: its end is not known. */
  readonly outcome: AttemptOutcome | undefined;
  /** The kind of the first call that was begun after it ended; undefined: none was. */
  readonly next: AttemptKind | undefined;
}

/** What the money of a call was lost to that did not give its ask's answer. */
export function wasteCauseOf({ outcome, next }: EndedCall, isAnswered: boolean): WasteCause {
  switch (outcome) {
    case "refusal":
    case "content-blocked-input":
    case "content-blocked-output":
      return "refusals";
    case "output-truncated":
      return "truncation";
    case "malformed-output":
    case "empty-output":
    case "gate-failed":
      return "invalid-output";
    case "context-overflow":
    case "request-too-large":
      return "over-long-context";
    case "ok":
    case "outrun":
      return isAnswered ? "hedges" : "unanswered";
    default:
      return causeOfFailure(next, isAnswered);
  }
}

/** Without a call after it, a failed call of an answered ask was one beside another. */
function causeOfFailure(next: AttemptKind | undefined, isAnswered: boolean): WasteCause {
  if (next === "retry") return "retries";
  if (next === "fallback") return "fallbacks";
  return isAnswered ? "hedges" : "unanswered";
}
