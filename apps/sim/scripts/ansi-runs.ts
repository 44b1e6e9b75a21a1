/** Characters in a row that look alike. */
export interface Run {
  readonly text: string;
  readonly color?: string;
  readonly isBold: boolean;
  readonly isDim: boolean;
  readonly isInverse: boolean;
}

type Style = Omit<Run, "text">;

const PLAIN: Style = { isBold: false, isDim: false, isInverse: false };
/** The grey that terminals call bright black. */
const GRAY = "#8b949e";

/** Splits a line with the styles that Ink writes into runs. */
export function ansiRuns(line: string): readonly Run[] {
  const runs: Run[] = [];
  let style = PLAIN;
  // oxlint-disable-next-line no-control-regex
  for (const [, codes, text] of line.matchAll(/\u001B\[([\d;]*)m|([^\u001B]+)/g)) {
    if (codes !== undefined) style = styleAfter(style, codes);
    if (text !== undefined) runs.push({ ...style, text });
  }
  return runs;
}

function styleAfter(style: Style, codes: string): Style {
  const rgb = /^38;2;(\d+);(\d+);(\d+)$/.exec(codes);
  if (rgb !== null) return { ...style, color: hexOf(rgb.slice(1).map(Number)) };
  switch (codes) {
    case "1":
      return { ...style, isBold: true };
    case "2":
      return { ...style, isDim: true };
    case "7":
      return { ...style, isInverse: true };
    case "22":
      return { ...style, isBold: false, isDim: false };
    case "27":
      return { ...style, isInverse: false };
    case "39": {
      const { color: _none, ...rest } = style;
      return rest;
    }
    case "90":
      return { ...style, color: GRAY };
    default:
      throw new Error(`the screen was drawn with the style ${codes}, which no picture has yet`);
  }
}

function hexOf(parts: readonly number[]): string {
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
