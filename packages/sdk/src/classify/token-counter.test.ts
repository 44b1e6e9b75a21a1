import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createTokenCounter } from "./token-counter.ts";

const countTokens = createTokenCounter();

test("counts as o200k_base does", () => {
  expect(countTokens("")).toBe(0);
  expect(countTokens("hello world")).toBe(2);
  expect(countTokens("漢字")).toBe(2);
});

test("special tokens in a prompt are text like any other", () => {
  expect(countTokens("<|endoftext|>")).toBeGreaterThan(1);
});

test("a long text, cut at its spaces, costs what its parts cost", () => {
  const sentence = " The quick brown fox jumps over the lazy dog.";
  expect(countTokens(sentence.repeat(100))).toBe(100 * countTokens(sentence));
});

test("a text that is told inside another adds what it costs by itself", () => {
  const told = " One sentence ends. Another has no end of its own, and goes on to the next.";
  const around = (inner: string): number => countTokens(`It was said:${inner} So much for that.`);
  expect(around(told.repeat(30)) - around("")).toBe(30 * countTokens(told));
});

test("one endless word is counted in a moment, and no pair of surrogates is cut", () => {
  expect(countTokens("=".repeat(100_000))).toBeGreaterThan(1_000);
  expect(countTokens(`a${"😀".repeat(1_000)}`)).toBeLessThan(2_100);
});

test("never counts more tokens than bytes", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 1_500 }), (text) => {
      expect(countTokens(text)).toBeLessThanOrEqual(new TextEncoder().encode(text).length);
    }),
    { numRuns: 50 },
  );
});
