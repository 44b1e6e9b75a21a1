import { fitLine, type Line } from "./line.ts";

export interface Column {
  readonly caption: string;
  readonly width: number;
  readonly align?: "left" | "right";
  /** Blanks before it. Default 1; the first column has none. */
  readonly gap?: number;
}

/** One line of a table: a cell per column, each cut to its column. */
export function tableLine(columns: readonly Column[], cells: readonly Line[]): Line {
  return columns.flatMap((column, index) => {
    const cell = fitLine(cells[index] ?? [], column.width, column.align);
    return index === 0 ? cell : [{ text: " ".repeat(gapOf(column)) }, ...cell];
  });
}

/** The columns' captions at their places, with a rule where nothing is said. */
export function captionRule(columns: readonly Column[], width: number): string {
  const captions = columns.map((column) => ({ text: column.caption }));
  const blank = fitLine(
    tableLine(
      columns,
      captions.map((caption) => [caption]),
    ),
    width,
  );
  const characters = [...blank.map(({ text }) => text).join("")];
  const isBlank = (at: number): boolean => (characters[at] ?? " ") === " ";
  return characters
    .map((character, at) => (isBlank(at) && isBlank(at - 1) && isBlank(at + 1) ? "─" : character))
    .join("");
}

/** Widths that add up to `width`: the flexible column takes what the others leave. */
export function withFlexible(
  columns: readonly Column[],
  flexible: number,
  width: number,
): readonly Column[] {
  const taken = columns.reduce((sum, column, index) => {
    const gap = index === 0 ? 0 : gapOf(column);
    return sum + gap + (index === flexible ? 0 : column.width);
  }, 0);
  return columns.map((column, index) =>
    index === flexible ? { ...column, width: Math.max(1, width - taken) } : column,
  );
}

function gapOf({ gap = 1 }: Column): number {
  return gap;
}
