/** A deadline's signal and its end. */
export interface Deadline {
  /** Aborts when the time is over, with a `TimeoutError`. */
  readonly signal: AbortSignal;
  /** Frees the timer. Idempotent. */
  readonly cancel: () => void;
}

/** Time as an argument. Durations and deadlines are monotonic; only budgets look at the calendar. */
export interface Clock {
  /** Monotonic milliseconds; the zero point means nothing. Fractions allowed. */
  nowMs(): number;
  /** Wall-clock milliseconds since 1970 (UTC). */
  epochMs(): number;
  /** Resolves after `durationMs`; rejects with the signal's reason when aborted before. */
  sleep(durationMs: number, signal?: AbortSignal): Promise<void>;
  /** A signal that aborts in `durationMs`. */
  deadline(durationMs: number): Deadline;
}
