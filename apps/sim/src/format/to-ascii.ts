/** What stands for each glyph of the screen; all but the comparisons are as wide as the glyph. */
const STAND_INS: Readonly<Record<string, string>> = {
  "─": "-",
  "━": "=",
  "│": "|",
  "┃": "|",
  "╭": "+",
  "╮": "+",
  "╰": "+",
  "╯": "+",
  "·": ".",
  "–": "-",
  "×": "x",
  "…": "~",
  "≥": ">=",
  "≤": "<=",
  "→": ">",
  "←": "<",
  "↑": "^",
  "↓": "v",
  "▸": ">",
  "◂": "<",
  "▶": ">",
  "◀": "<",
  "■": "#",
  "●": "o",
  "▲": "!",
  "✖": "x",
  "✔": "+",
  "◐": "@",
  "█": "#",
  "▓": "%",
  "▒": ":",
  "░": ".",
  "▁": "_",
  "▂": ".",
  "▃": "-",
  "▄": "=",
  "▅": "+",
  "▆": "*",
  "▇": "%",
};

/** The text in ASCII alone; a character without a stand-in becomes a question mark. */
export function toAscii(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/[^\u0000-\u007F]/gu, (glyph) => STAND_INS[glyph] ?? "?");
}
