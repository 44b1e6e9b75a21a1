import { thousandsApart } from "@switchyard/policy";

const MICRO_PER_USD = 1_000_000;

/** Decimals at which the greatest of some amounts, and a hundredth of it, can be told. */
export function decimalsFor(amountsMicroUsd: readonly number[]): number {
  const greatest = Math.max(0, ...amountsMicroUsd);
  if (greatest >= 10 * MICRO_PER_USD) return 2;
  return greatest >= MICRO_PER_USD / 10 ? 4 : 5;
}

/**
 * Money with its thousands apart, rounded half up; what would round to nothing is said to be less
 * than the least amount shown.
 *
 * @param decimals 1 to 6
 */
export function moneyText(microUsd: number, decimals: number): string {
  const units = Math.round(microUsd / 10 ** (6 - decimals));
  if (microUsd > 0 && units === 0) return `<$0.${"1".padStart(decimals, "0")}`;
  const digits = String(units).padStart(decimals + 1, "0");
  return `$${thousandsApart(digits.slice(0, -decimals))}.${digits.slice(-decimals)}`;
}

/** A whole number with its thousands apart. */
export function countText(count: number): string {
  return thousandsApart(String(count));
}

/** A share as a percentage with one decimal; `-` of nothing. Only all of it is 100%. */
export function shareText(part: number, whole: number): string {
  if (whole === 0) return "-";
  if (part === 0 || part === whole) return `${(part / whole) * 100}%`;
  return `${Math.min(99.9, Math.max(0.1, (part / whole) * 100)).toFixed(1)}%`;
}
