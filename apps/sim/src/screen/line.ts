import { fit } from "../format/fit.ts";

/** A run of characters in one style. */
export interface Span {
  readonly text: string;
  readonly color?: string;
  readonly bold?: boolean;
  readonly dim?: boolean;
  readonly inverse?: boolean;
}

/** One line of the screen. */
export type Line = readonly Span[];

/** Columns a line takes: every glyph we use is one column wide. */
export function lineWidth(line: Line): number {
  return line.reduce((sum, { text }) => sum + [...text].length, 0);
}

/** The line at exactly `width` columns: padded on the other side of `align`, or cut. */
export function fitLine(line: Line, width: number, align: "left" | "right" = "left"): Line {
  const blanks = width - lineWidth(line);
  if (blanks > 0) {
    const padding = { text: " ".repeat(blanks) };
    return align === "left" ? [...line, padding] : [padding, ...line];
  }
  let left = width;
  return line.flatMap((span) => {
    if (left <= 0) return [];
    const length = [...span.text].length;
    const taken = { ...span, text: fit(span.text, Math.min(length, left)) };
    left -= length;
    return [taken];
  });
}

/** `start` at the left edge and `end` at the right one; `end` wins where both do not fit. */
export function spreadLine(start: Line, end: Line, width: number): Line {
  const room = width - lineWidth(end) - 1;
  if (room <= 0) return fitLine(end, width);
  return [...fitLine(start, room), { text: " " }, ...end];
}

/** Stands before the line that the cursor is on, for terminals without styles. */
export const CURSOR = "▸";

export function isCursorLine(line: Line): boolean {
  return line[0]?.inverse === true;
}

/** The line of a list that the cursor is on: inverse, which needs no colour. */
export function cursorLine(line: Line, isChosen: boolean): Line {
  if (!isChosen) return line;
  return line.map(({ text, bold = false }) => ({ text, bold, inverse: true }));
}

/** The first line shown of a list, so that the line `at` is in sight; -1: none is chosen. */
export function windowStart(at: number, length: number, height: number): number {
  const centred = at - Math.floor(height / 2);
  return Math.max(0, Math.min(centred, length - height));
}
