/** Calls of one part of a window. */
export interface WindowPart {
  /** Number of the part, counted from the clock's zero. */
  readonly index: number;
  readonly calls: number;
  readonly failures: number;
  readonly slow: number;
}

/** The parts that had calls, oldest first. */
export type CallWindow = readonly WindowPart[];

/** Parts of a window. Its calls are forgotten a part at a time. */
const PARTS = 10;

/**
 * The window after one more call, without the parts that are over. Time alone ends a part: an
 * endpoint that was silent for an hour starts anew. Calls count for nine to ten tenths of the
 * window's length.
 *
 * @param nowMs monotonic
 */
export function withCall(
  window: CallWindow,
  call: { readonly failed: boolean; readonly slow: boolean },
  nowMs: number,
  windowMs: number,
): CallWindow {
  const index = Math.floor((nowMs * PARTS) / windowMs);
  const kept = window.filter((part) => part.index > index - PARTS && part.index < index);
  const current = window.findLast((part) => part.index === index);
  return [
    ...kept,
    {
      index,
      calls: (current?.calls ?? 0) + 1,
      failures: (current?.failures ?? 0) + (call.failed ? 1 : 0),
      slow: (current?.slow ?? 0) + (call.slow ? 1 : 0),
    },
  ];
}

/** Sums of a window that was just added to. */
export function totalsOf(window: CallWindow): Omit<WindowPart, "index"> {
  let calls = 0;
  let failures = 0;
  let slow = 0;
  for (const part of window) {
    calls += part.calls;
    failures += part.failures;
    slow += part.slow;
  }
  return { calls, failures, slow };
}
