import * as fc from "fast-check";
import { expect, test } from "vitest";
import { wrapText } from "./wrap-text.ts";

test("text that fits stays as it is, with the spaces it begins with", () => {
  expect(wrapText("    a  b", 8, "  ")).toBe("    a  b");
});

test("a longer text goes on in indented lines", () => {
  expect(wrapText("  one two three", 9, "    ")).toBe("  one two\n    three");
});

test("a word that is too long stays on the line that it begins", () => {
  expect(wrapText("    abcdefgh i", 8, "  ")).toBe("    abcdefgh\n  i");
});

test("no line is longer than the width unless it is one word, and no word is lost", () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 });

  fc.assert(
    fc.property(words, fc.integer({ min: 4, max: 40 }), (list, width) => {
      const lines = wrapText(list.join(" "), width, "  ").split("\n");

      expect(lines.flatMap((line) => line.trim().split(" "))).toEqual(list);
      for (const line of lines) {
        expect(line.length <= width || !line.trim().includes(" ")).toBe(true);
      }
    }),
  );
});
