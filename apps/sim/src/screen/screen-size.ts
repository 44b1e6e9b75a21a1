/** The part of the terminal that the screen may fill. */
export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

/** Columns of the narrowest screen that has pages. */
export const MIN_COLUMNS = 48;

export type Layout = "wide" | "narrow" | "compact" | "one-line";

/** The last row stays free: a terminal that scrolls there would tear every frame. */
export function screenSize(terminal: ScreenSize): ScreenSize {
  return { columns: terminal.columns, rows: Math.max(1, terminal.rows - 1) };
}

/** The layout for a terminal: four are designed, none is squeezed. */
export function layoutFor({ columns, rows }: ScreenSize): Layout {
  if (columns >= 120 && rows >= 34) return "wide";
  if (columns >= 80 && rows >= 24) return "narrow";
  if (columns >= MIN_COLUMNS && rows >= 14) return "compact";
  return "one-line";
}
