import { strict as assert } from "node:assert";

/** Throws `AssertionError` for what is no whole number of micro-US-dollars from 0 up. */
export function assertMicroUsd(amountMicroUsd: number): void {
  if (Number.isSafeInteger(amountMicroUsd) && amountMicroUsd >= 0) return;
  assert.fail(
    `${amountMicroUsd} is no amount: money is a whole number of micro-dollars from 0 up.`,
  );
}
