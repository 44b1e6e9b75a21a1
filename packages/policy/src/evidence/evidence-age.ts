/** Two machines' clocks may differ by so much; what is dated later than that is refused. */
export const CLOCK_SKEW_MS = 300_000;

/** Milliseconds from `thenMs` to `nowMs`, never negative; undefined when it is dated ahead. */
export function evidenceAgeMs(thenMs: number, nowMs: number): number | undefined {
  const ageMs = nowMs - thenMs;
  return ageMs < -CLOCK_SKEW_MS ? undefined : Math.max(0, ageMs);
}
