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

test.each(["dark", "light"] as const)(
  "with 16 colours each meaning has one of its own, by the name of a %s terminal for it",
  (name) => {
    const theme = themeFor({ theme: name }, { stdout: aStdout(4), env: {} });
    const names = Object.values(COLORS).map((color) => drawnColor(theme, color));
    expect(new Set(names).size).toBe(names.length);
    for (const each of names) expect(each).toMatch(/^[a-zA-Z]+$/);
  },
);

/** Contrast by WCAG 2.2 of a colour such as `#0072B2` to black; to white it is 21 over that. */
function contrastToBlack(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) / 0.05;
}

test("every colour can be told from its ground, and from the others", () => {
  for (const name of ["dark", "light"] as const) {
    const theme = themeFor({ theme: name }, { stdout: aStdout(24), env: {} });
    const { quiet: _, ...hues } = COLORS;
    const drawn = Object.values(hues).map((color) => drawnColor(theme, color) ?? "");
    expect(new Set(drawn).size).toBe(drawn.length);
    for (const color of drawn) {
      const contrast = contrastToBlack(color);
      expect(name === "dark" ? contrast : 21 / contrast).toBeGreaterThan(3);
    }
  }
});

test("the ground is dark, unless the terminal or the viewer says so", () => {
  const stdout = aStdout(24);
  expect(themeFor({}, { stdout, env: {} })).toEqual(PLAIN_THEME);
  expect(themeFor({}, { stdout, env: { COLORFGBG: "15;0" } }).name).toBe("dark");
  expect(themeFor({}, { stdout, env: { COLORFGBG: "0;default;15" } }).name).toBe("light");
  expect(themeFor({ theme: "dark" }, { stdout, env: { COLORFGBG: "0;15" } }).name).toBe("dark");
});

test("no colour is drawn where none is wanted, and NO_COLOR wins over a theme", () => {
  const stdout = aStdout(24);
  const none = themeFor({ theme: "none" }, { stdout, env: {} });
  expect(themeFor({ theme: "light" }, { stdout, env: { NO_COLOR: "1" } })).toEqual(none);
  expect(themeFor({ theme: "light" }, { stdout, env: { NO_COLOR: "" } }).name).toBe("light");
  for (const color of Object.values(COLORS)) expect(drawnColor(none, color)).toBeUndefined();
});

test("a spoken screen is asked for by option or by Ink's variable", () => {
  const stdout = aStdout(24);
  expect(themeFor({ screenReader: true }, { stdout, env: {} }).isSpoken).toBe(true);
  expect(themeFor({}, { stdout, env: { INK_SCREEN_READER: "true" } }).isSpoken).toBe(true);
});
