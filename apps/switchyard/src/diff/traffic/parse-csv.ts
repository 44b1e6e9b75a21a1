/** A row of a table with the line that it begins on, from 1. */
export interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

export interface ParsedCsv {
  readonly rows: readonly CsvRow[];
  /** The line of a row whose quote is never closed: it is no row, and nothing follows it. */
  readonly unclosed?: number;
}

/**
 * Reads comma-separated values (RFC 4180): a cell in quotes may hold commas, line breaks and
 * doubled quotes. Empty lines are no rows.
 */
export function parseCsv(text: string): ParsedCsv {
  const rows: CsvRow[] = [];
  let [cells, cell, isQuoted]: [string[], string, boolean] = [[], "", false];
  let [line, began] = [1, 1];
  const endRow = (): void => {
    if (cells.length > 0 || cell !== "") rows.push({ line: began, cells: [...cells, cell] });
    [cells, cell] = [[], ""];
  };
  for (let at = text.startsWith("\uFEFF") ? 1 : 0; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === "\n") line += 1;
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else isQuoted = false;
    } else if (character === '"' && cell === "") isQuoted = true;
    else if (character === ",") {
      cells.push(cell);
      cell = "";
    } else if (character === "\n") {
      endRow();
      began = line;
    } else if (character !== "\r") cell += character;
  }
  if (isQuoted) return { rows, unclosed: began };
  endRow();
  return { rows };
}
