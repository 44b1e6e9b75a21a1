import { expect, test } from "vitest";
import { createSystemRng, newAskId } from "./random.ts";

test("draws numbers from 0 up to but not 1, and ids that differ", () => {
  const draw = createSystemRng().fork("a/1/backoff").float();
  expect(draw).toBeGreaterThanOrEqual(0);
  expect(draw).toBeLessThan(1);
  expect(newAskId()).not.toBe(newAskId());
});
