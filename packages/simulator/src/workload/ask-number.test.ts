import * as fc from "fast-check";
import { expect, test } from "vitest";
import { askIdOf, askIndexOf } from "./ask-number.ts";

test("an attempt's id leads back to its ask's place in the workload", () => {
  fc.assert(
    fc.property(fc.nat(5_000_000), fc.nat(9), (index, attempt) => {
      expect(askIndexOf(askIdOf(index))).toBe(index);
      expect(askIndexOf(`${askIdOf(index)}/${attempt}`)).toBe(index);
    }),
  );
  expect(askIdOf(0)).toBe("r-000001");
});

test("an id of another make belongs to no ask", () => {
  for (const id of ["", "r-1", "x-000001", "r-000001x", "judge/1"])
    expect(askIndexOf(id)).toBeUndefined();
});
