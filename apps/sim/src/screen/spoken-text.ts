import type { Line } from "./line.ts";

/** What is said for glyphs that mean something; all others are only drawn. */
const SAID: Readonly<Record<string, string>> = {
  "→": " to ",
  "≥": " at least ",
  "≤": " at most ",
  "×": " times",
  "–": " nothing ",
  "·": ", ",
};

/** A line as it is spoken: words and numbers, no drawing. */
export function spokenText(line: Line): string {
  return line
    .map(({ text }) => text)
    .join("")
    .replaceAll(/·{2,}/g, " ")
    .replaceAll(/[^\p{L}\p{N}\p{P}\p{Zs}$+<=>^|~]/gu, (glyph) => SAID[glyph] ?? " ")
    .replaceAll(/[→≥≤×–·]/g, (glyph) => SAID[glyph] ?? " ")
    .replaceAll(/\s+([,.])/g, "$1")
    .replaceAll(/\s+/g, " ")
    .trim();
}
