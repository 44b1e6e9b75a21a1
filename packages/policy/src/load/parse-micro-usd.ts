/**
 * Reads money such as `$0.25` as integer micro-US-dollars, exactly: digits are moved, nothing is
 * multiplied. NaN for a text that is no money or holds more than a safe integer of micro-dollars.
 */
export function parseMicroUsd(text: string): number {
  const [, whole, decimals = ""] = /^\$(\d+)(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  if (whole === undefined) return Number.NaN;
  const microUsd = Number(`${whole}${decimals.padEnd(6, "0")}`);
  return Number.isSafeInteger(microUsd) ? microUsd : Number.NaN;
}
