import fc from "fast-check";
import { expect, test } from "vitest";
import { readRequests, readSeed, readSpeed } from "./option-values.ts";

test("counts are whole and above zero", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (count) => {
      expect(readRequests(`${count}`)).toBe(count);
    }),
  );
  for (const text of ["0", "-3", "2.5", "1e3", "NaN", "", " 5", "1000001"]) {
    expect(() => readRequests(text)).toThrow(/whole number from 1 to 1000000/);
  }
});

test("a speed is above zero, or max", () => {
  expect([readSpeed("max"), readSpeed("0.5"), readSpeed("20")]).toEqual([Infinity, 0.5, 20]);
  for (const text of ["0", "-1", "fast", "NaN", "Infinity", ""]) {
    expect(() => readSpeed(text)).toThrow(/such as --speed 20, or --speed max/);
  }
});

test("a seed is a short text", () => {
  expect(readSeed("42")).toBe("42");
  expect(() => readSeed("")).toThrow(/1 to 64 characters/);
  expect(() => readSeed("x".repeat(65))).toThrow(/1 to 64 characters/);
});
