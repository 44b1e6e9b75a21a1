import { formatLatency, formatMoney, formatShare, NOTHING } from "../format/quantity.ts";
import type { MeanInterval } from "./mean-interval.ts";
import type { FigureFacts } from "./seed-figures.ts";

type Unit = FigureFacts["unit"];

/**
 * A mean and its interval, such as `97.1%  95.0% to 99.1%`, in two cells. No figure is below zero,
 * though the interval of a few seeds may reach there.
 */
export function intervalCells(unit: Unit, interval: MeanInterval | undefined): readonly string[] {
  return cells(interval, (value) => valueText(unit, Math.max(0, value)));
}

/** A difference and its interval; shares differ in percentage points. */
export function differenceCells(unit: Unit, interval: MeanInterval | undefined): readonly string[] {
  return cells(interval, (value) => differenceText(unit, value));
}

function cells(
  interval: MeanInterval | undefined,
  text: (value: number) => string,
): readonly string[] {
  if (interval === undefined) return [NOTHING, ""];
  const { mean, low, high } = interval;
  const range = low === undefined || high === undefined ? "" : `${text(low)} to ${text(high)}`;
  return [text(mean), range];
}

function valueText(unit: Unit, value: number): string {
  switch (unit) {
    case "share":
      return formatShare(Math.min(1, value));
    case "duration":
      return formatLatency(value);
    case "money":
      return formatMoney(value);
    case "number":
      return value.toFixed(3);
    default:
      return unit satisfies never;
  }
}

function differenceText(unit: Unit, value: number): string {
  const sign = value > 0 ? "+" : value < 0 ? "-" : "";
  const size = Math.abs(value);
  return unit === "share"
    ? `${sign}${(100 * size).toFixed(2)} pp`
    : `${sign}${valueText(unit, size)}`;
}
