/** Reads a percentage such as `40%` as a share, 0.4. NaN for a text that is no percentage. */
export function parseShare(text: string): number {
  const [, whole, decimals = ""] = /^(\d+)(?:\.(\d+))?%$/.exec(text) ?? [];
  if (whole === undefined) return Number.NaN;
  // Division of the decimal text by a power of ten rounds once, so 7% is 0.07 and not 0.0700…01.
  return Number(`${whole}${decimals}e-${decimals.length + 2}`);
}
