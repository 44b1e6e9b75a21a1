import * as fc from "fast-check";
import { expect, test } from "vitest";
import { allowsRetry, tokensAfterCall } from "./retry-budget.ts";

/** Tokens after all calls, from the first one, in whole eighths of a token. */
function eighthsAfter(calls: readonly boolean[], tokens: number, ratioEighths: number): number {
  let eighths = tokens * 8;
  for (const succeeded of calls) {
    eighths += succeeded ? ratioEighths : -8;
    if (eighths > tokens * 8) eighths = tokens * 8;
    if (eighths < 0) eighths = 0;
  }
  return eighths;
}

test("after any calls the tokens, and whether a retry is allowed, are those of all calls together", () => {
  const someCalls = fc.array(fc.boolean(), { maxLength: 60 });
  const tokensMax = fc.integer({ min: 1, max: 12 });
  fc.assert(
    fc.property(someCalls, tokensMax, fc.integer({ min: 1, max: 16 }), (calls, max, eighths) => {
      const settings = { tokens: max, ratio: eighths / 8 };
      let tokens = max;
      for (const [index, succeeded] of calls.entries()) {
        tokens = tokensAfterCall(tokens, succeeded, settings);
        const expected = eighthsAfter(calls.slice(0, index + 1), max, eighths);
        expect(tokens * 8).toBe(expected);
        expect(allowsRetry(tokens, settings)).toBe(expected * 2 > max * 8);
      }
    }),
  );
});
