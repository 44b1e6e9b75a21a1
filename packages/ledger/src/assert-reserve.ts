import { strict as assert } from "node:assert";
import type { ReserveRequest } from "@switchyard/contract";
import { assertMicroUsd } from "./assert-micro-usd.ts";

/** Throws `AssertionError` for a reservation that no book can hold. */
export function assertReserve({ amountMicroUsd, lines, leaseMs }: ReserveRequest): void {
  assertMicroUsd(amountMicroUsd);
  // Every attempt passes here, so a message is written only where it is needed.
  if (!(leaseMs > 0 && Number.isFinite(leaseMs)))
    assert.fail(`A lease of ${leaseMs} ms never ends well: give a finite time above 0.`);
  let index = 0;
  for (const { budgetId, capMicroUsd } of lines) {
    assertMicroUsd(capMicroUsd);
    for (let before = 0; before < index; before += 1)
      if (lines[before]?.budgetId === budgetId)
        assert.fail(`Budget ${budgetId} is charged twice: name each budget once.`);
    index += 1;
  }
}
