/**
 * For how long a shared ledger remembers an attempt that was settled or released: within it, an
 * end that is told again is booked once. One hour: longer than an outage should last, short enough
 * that a hundred attempts a second leave some 360,000 rows.
 */
export const ENDED_KEPT_MS = 3_600_000;

/** For how long an expired attempt may still say what it spent. One day: few attempts expire. */
export const EXPIRED_KEPT_MS = 86_400_000;

/**
 * For how long a calendar window is kept after its end: the 32 days that the longest one lasts at
 * most, so that the window before the current one is always known.
 */
export const WINDOW_KEPT_MS: number = 32 * 86_400_000;

/** Ended attempts forgotten by one reservation at most, which keeps a reservation short. */
export const FORGOTTEN_MAX = 100;
