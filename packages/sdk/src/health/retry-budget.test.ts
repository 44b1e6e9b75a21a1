import { expect, test } from "vitest";
import { allowsRetry, tokensAfterCall } from "./retry-budget.ts";

const settings = { tokens: 10, ratio: 0.1 };

test("retries are refused once half of the tokens are gone, and allowed again after successes", () => {
  let tokens = settings.tokens;
  for (let failure = 0; failure < 4; failure += 1)
    tokens = tokensAfterCall(tokens, false, settings);
  expect(allowsRetry(tokens, settings)).toBe(true);
  tokens = tokensAfterCall(tokens, false, settings);
  expect(allowsRetry(tokens, settings)).toBe(false);
  tokens = tokensAfterCall(tokens, true, settings);
  expect(allowsRetry(tokens, settings)).toBe(true);
});

test("tokens stay between nothing and the start", () => {
  expect(tokensAfterCall(0.5, false, settings)).toBe(0);
  expect(tokensAfterCall(10, true, settings)).toBe(10);
});
