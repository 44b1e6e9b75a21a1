/**
 * Rounds milliseconds to the microsecond: sums of fractions stay equal whatever their order, and
 * a logarithm's last bit cannot change a log.
 */
export function roundMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
