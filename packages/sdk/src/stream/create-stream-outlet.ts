import type { AnswerStreamPart, AttemptSummary } from "@switchyard/contract";
import type { Attempt } from "../climb/climb-state.ts";
import { atSeam } from "../climb/continuation.ts";

/** What the outlet must know of an attempt. */
type ShownAttempt = Pick<Attempt, "attemptId" | "continues"> & {
  readonly endpoint: Pick<Attempt["endpoint"], "id">;
};

/** Where the texts of an ask's attempts are shown, one attempt after the other. */
export interface StreamOutlet {
  /**
   * Shows the next piece of an attempt's text. The first of another attempt voids what was shown,
   * unless it goes on with that.
   */
  show(attempt: ShownAttempt, text: string): void;
  /** Told of each attempt that has ended, before another shows anything. */
  noteEnd(summary: AttemptSummary): void;
  /** What was shown of an attempt, without what it went on with. */
  textOf(attemptId: string): string;
  /** What is shown now: a part of an answer, or all of it. */
  readonly text: string;
  /** The attempt whose text is shown now; absent: none. */
  readonly attemptId: string | undefined;
  /** How long the first content may still take, in milliseconds. */
  firstContentMs(nowMs: number): number;
}

const BROKE_OFF = "The answer broke off";

/**
 * An outlet that has shown nothing.
 *
 * @param firstAtMs when the caller wants the first content, monotonic; where that is over, or was
 *   never said, only the policy's own limit holds
 */
export function createStreamOutlet(
  push: (part: AnswerStreamPart) => void,
  firstAtMs: number | undefined,
): StreamOutlet {
  let attemptId: string | undefined;
  let beginning = "";
  let shown = "";
  const attempts: AttemptSummary[] = [];
  return {
    show: ({ attemptId: attempt, endpoint: { id: endpoint }, continues }, text) => {
      const isAtSeam = continues !== undefined && shown === continues.text;
      const piece = isAtSeam ? atSeam(shown, text) : text;
      if (piece === "") return;
      if (attemptId !== undefined && attemptId !== attempt) {
        beginning = continues === undefined ? "" : shown;
        shown = beginning;
        const told = { endpoint, attempts: [...attempts] };
        push(
          continues === undefined
            ? {
                type: "restart",
                ...told,
                message: `${BROKE_OFF}; ${endpoint} answers from the beginning.`,
              }
            : { type: "continued", ...told, message: `${BROKE_OFF}; ${endpoint} goes on with it.` },
        );
      }
      attemptId = attempt;
      shown += piece;
      push({ type: "text", text: piece });
    },
    noteEnd: (summary) => {
      attempts.push(summary);
    },
    textOf: (attempt) => (attempt === attemptId ? shown.slice(beginning.length) : ""),
    get text() {
      return shown;
    },
    get attemptId() {
      return attemptId;
    },
    firstContentMs: (nowMs) => {
      const leftMs = firstAtMs === undefined ? Number.POSITIVE_INFINITY : firstAtMs - nowMs;
      return leftMs > 0 ? leftMs : Number.POSITIVE_INFINITY;
    },
  };
}
