import { expect, test } from "vitest";
import { createRandomIds, createSystemRng } from "./random.ts";

test("draws numbers from 0 up to but not 1", () => {
  const draw = createSystemRng().fork("a/1/backoff").float();
  expect(draw).toBeGreaterThanOrEqual(0);
  expect(draw).toBeLessThan(1);
});

test("ids are random UUIDs of version 4, also beyond the bytes of one draw", () => {
  const newAskId = createRandomIds();
  const ids = Array.from({ length: 1_000 }, newAskId);
  for (const id of ids)
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(ids).size).toBe(ids.length);
  const digits = new Set(ids.join("").replaceAll("-", ""));
  expect(digits.size).toBe(16);
});
