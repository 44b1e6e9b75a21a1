import { expect, test } from "vitest";
import { createRollingBook } from "./window-book.ts";

test("a rolling window keeps spend booked by a clock that stepped back", () => {
  const book = createRollingBook(60_000);
  book.post(5, 100_000);
  book.post(7, 20_000);
  expect(book.spentMicroUsdAt(100_000)).toBe(12);
  expect(book.spentMicroUsdAt(161_000)).toBe(0);
});

test("a rolling window costs the same to roll over a year of silence as over a minute", () => {
  const book = createRollingBook(60_000);
  book.post(5, 0);
  book.post(6, 365 * 86_400_000);
  expect(book.spentMicroUsdAt(365 * 86_400_000)).toBe(6);
});
