/** A column of a plain table: numbers stand right, words left. */
export interface TextColumn {
  readonly caption: string;
  readonly align: "left" | "right";
}

/** Lines of a table with its captions first; columns are as wide as they need, two blanks apart. */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const widths = columns.map(({ caption }, index) =>
    Math.max(caption.length, ...rows.map((row) => (row[index] ?? "").length)),
  );
  const lineOf = (cells: readonly string[]): string =>
    columns
      .map(({ align }, index) => {
        const [cell, width] = [cells[index] ?? "", widths[index] ?? 0];
        return align === "left" ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  ")
      .trimEnd();
  return [lineOf(columns.map(({ caption }) => caption)), ...rows.map(lineOf)];
}
