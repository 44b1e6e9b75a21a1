import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createLineAssembler } from "./line-assembler.ts";
import { LINE_CHARACTERS_MAX } from "./parse-line.ts";

test("however bytes are cut, also within a character, the lines are those of the whole text", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "\n", "\n", "ö", "日", "🎉", "\r") });
  fc.assert(
    fc.property(text, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (all, sizes) => {
      const assembler = createLineAssembler();
      const lines: string[] = [];
      const bytes = Buffer.from(all);
      for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        // The bytes may be reused by whoever gave them.
        const lent = Buffer.from(bytes.subarray(at, at + size));
        lines.push(...assembler.push(lent));
        lent.fill(0x78);
        at += size;
      }
      expect([...lines, assembler.end()].join("\n")).toBe(all);
    }),
  );
});

test("a megabyte of line ends is as many lines, and a line without end is kept in part only", () => {
  const assembler = createLineAssembler();
  expect(assembler.push(Buffer.alloc(1_000_000, "\n"))).toHaveLength(1_000_000);
  const kept = ["x", "日"].map((letter) => {
    for (let turn = 0; turn < 50; turn += 1) assembler.push(Buffer.from(letter.repeat(100_000)));
    return assembler.end().length;
  });
  for (const length of kept) {
    expect(length).toBeGreaterThan(LINE_CHARACTERS_MAX);
    expect(length).toBeLessThan(4 * LINE_CHARACTERS_MAX);
  }
});
