import { expect, test } from "vitest";
import { createRollingBook, post, spentMicroUsdAt } from "./window-book.ts";

test("a rolling window keeps spend booked by a clock that stepped back", () => {
  const book = createRollingBook(60_000);
  post(book, 5, 100_000);
  post(book, 7, 20_000);
  expect(spentMicroUsdAt(book, 100_000)).toBe(12);
  expect(spentMicroUsdAt(book, 161_000)).toBe(0);
});

test("a rolling window costs the same to roll over a year of silence as over a minute", () => {
  const book = createRollingBook(60_000);
  post(book, 5, 0);
  post(book, 6, 365 * 86_400_000);
  expect(spentMicroUsdAt(book, 365 * 86_400_000)).toBe(6);
});
