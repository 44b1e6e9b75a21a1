import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createTextMemo } from "./text-memo.ts";

test("remembers what was used lately and forgets what was not", () => {
  const memo = createTextMemo({ entriesMax: 2, charactersMax: 100 });
  memo.set("often", 1);
  for (const text of ["a", "b", "c", "d"]) {
    memo.set(text, 0);
    expect(memo.get("often")).toBe(1);
  }
  expect(memo.get("a")).toBeUndefined();
});

test("never gives a number that was not set for the text, and never keeps a text beyond its bound", () => {
  const someTexts = fc.array(fc.string({ maxLength: 12 }), { maxLength: 60 });
  fc.assert(
    fc.property(someTexts, (texts) => {
      const memo = createTextMemo({ entriesMax: 3, charactersMax: 10 });
      for (const text of texts) {
        expect([undefined, text.length]).toContain(memo.get(text));
        memo.set(text, text.length);
        expect(memo.get(text)).toBe(text.length > 10 ? undefined : text.length);
      }
      expect(
        [...new Set(texts)].filter((text) => memo.get(text) !== undefined).length,
      ).toBeLessThan(10);
    }),
  );
});
