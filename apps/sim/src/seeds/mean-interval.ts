import { studentFactor95 } from "./student-t.ts";

/** A mean over seeds, and where the mean of all seeds lies in 95 of 100 such samples. */
export interface MeanInterval {
  readonly mean: number;
  /** Absent for a single value: one says nothing of the others. */
  readonly low?: number;
  readonly high?: number;
}

/**
 * The mean of `values` with its 95% interval by Student's t (NIST/SEMATECH e-Handbook of
 * Statistical Methods, 1.3.5.2). Of differences of pairs it is the paired t interval. Undefined of
 * nothing.
 */
export function meanInterval(values: readonly number[]): MeanInterval | undefined {
  const count = values.length;
  if (count === 0) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const reach = studentFactor95(count - 1) * Math.sqrt(squares / (count - 1) / count);
  return { mean, low: mean - reach, high: mean + reach };
}
