import { strict as assert } from "node:assert";
import type { ReserveRequest } from "@switchyard/contract";
import { assertMicroUsd } from "./assert-micro-usd.ts";

/** Throws `AssertionError` for a reservation that no book can hold. */
export function assertReserve({ amountMicroUsd, lines, leaseMs }: ReserveRequest): void {
  assertMicroUsd(amountMicroUsd);
  assert(
    leaseMs > 0 && Number.isFinite(leaseMs),
    `A lease of ${leaseMs} ms never ends well: give a finite time above 0.`,
  );
  for (const [index, { budgetId, capMicroUsd }] of lines.entries()) {
    assertMicroUsd(capMicroUsd);
    const first = lines.findIndex((line) => line.budgetId === budgetId);
    assert(first === index, `Budget ${budgetId} is charged twice: name each budget once.`);
  }
}
