/** What the buckets of a route hold together: so many milliseconds of its quota. */
export const BURST_MS = 10_000;
export const MINUTE_MS = 60_000;
/** A segment counts as asking, and has its even part, so long after its last ask. */
export const ASKING_MS = 60_000;
/** When to look again for a seat: nobody knows when a call ends. */
export const SEAT_RETRY_MS = 1_000;
/** A clock that is behind by more than this was set back; by less, it is another machine's. */
export const SET_BACK_MS = 60_000;
/** Rounding of a level that must not keep an ask out: a millionth of a request or a token. */
export const SLACK = 1e-6;
