import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { COLORS } from "./marks.ts";
import { drawnColor, PLAIN_THEME, themeFor } from "./theme.ts";

function aStdout(bits: number): NodeJS.WriteStream {
  // A stream that has what a terminal's has, as far as it is used.
  return Object.assign(new PassThrough(), {
    getColorDepth: () => bits,
  }) as unknown as NodeJS.WriteStream;
}

test("with 16 colours each meaning has one of its own, by the terminal's name for it", () => {
  const theme = themeFor({}, { stdout: aStdout(4), env: {} });
  const names = Object.values(COLORS).map((color) => drawnColor(theme, color));
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-zA-Z]+$/);
});

test("with more colours the palette is drawn as it is", () => {
  const theme = themeFor({}, { stdout: aStdout(24), env: {} });
  expect(theme).toEqual(PLAIN_THEME);
  for (const color of Object.values(COLORS)) expect(drawnColor(theme, color)).toBe(color);
});

test("a spoken screen is asked for by option or by Ink's variable", () => {
  const stdout = aStdout(24);
  expect(themeFor({ screenReader: true }, { stdout, env: {} }).isSpoken).toBe(true);
  expect(themeFor({}, { stdout, env: { INK_SCREEN_READER: "true" } }).isSpoken).toBe(true);
});
