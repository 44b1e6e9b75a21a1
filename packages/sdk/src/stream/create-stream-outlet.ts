import type { AnswerStreamPart, AttemptSummary } from "@switchyard/contract";

/** Where the texts of an ask's attempts are shown, one attempt after the other. */
export interface StreamOutlet {
  /** Shows the next piece of an attempt's text; the first of another attempt voids what was shown. */
  show(attemptId: string, endpoint: string, text: string): void;
  /** Told of each attempt that has ended, before another shows anything. */
  noteEnd(summary: AttemptSummary): void;
  /** What was shown of an attempt. */
  textOf(attemptId: string): string;
  /** What is shown now: a part of an answer, or all of it. */
  readonly text: string;
  /** The attempt whose text is shown now; absent: none. */
  readonly attemptId: string | undefined;
  /** How long the first content may still take, in milliseconds. */
  firstContentMs(nowMs: number): number;
}

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
  let shown = "";
  const attempts: AttemptSummary[] = [];
  return {
    show: (attempt, endpoint, text) => {
      if (attemptId !== undefined && attemptId !== attempt) {
        shown = "";
        const message = `The answer broke off; ${endpoint} answers from the beginning.`;
        push({ type: "restart", endpoint, message, attempts: [...attempts] });
      }
      attemptId = attempt;
      shown += text;
      push({ type: "text", text });
    },
    noteEnd: (summary) => {
      attempts.push(summary);
    },
    textOf: (attempt) => (attempt === attemptId ? shown : ""),
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
