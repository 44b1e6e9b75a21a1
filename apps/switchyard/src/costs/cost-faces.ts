import type { CostReport } from "./cost-report.ts";
import type { CostTable } from "./cost-tables.ts";

const COLUMNS_MAX = 100;
/** Names are not cut further, however narrow the terminal is. */
const NAME_WIDTH_MIN = 12;

/**
 * The report as plain text that fits `columns`, as far as names allow.
 *
 * @param columns paragraphs are broken at it, or at 100 where it is more
 */
export function plainCosts(report: CostReport, columns: number): string {
  const width = Math.min(columns, COLUMNS_MAX);
  const parts = [
    `${report.headline}\n${report.paragraphs.map((text) => wrap(text, width)).join("\n")}`,
    ...report.tables.map((table) => plainTable(table, columns)),
    ...(report.notes.length > 0 ? [report.notes.map((note) => wrap(note, width)).join("\n")] : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

/** The report as Markdown. */
export function markdownCosts({ headline, paragraphs, tables, notes }: CostReport): string {
  const parts = [
    `# ${headline}`,
    ...paragraphs,
    ...tables.map(markdownTable),
    ...(notes.length > 0 ? [notes.map((note) => `- ${note}`).join("\n")] : []),
  ];
  return `${parts.join("\n\n")}\n`;
}

function plainTable({ title, captions, rows, hasTotal }: CostTable, columns: number): string {
  const natural = captions.map((caption, index) =>
    Math.max(caption.length, ...rows.map((row) => (row[index] ?? "").length)),
  );
  const [nameWidth = 0, ...figureWidths] = natural;
  const figures = figureWidths.reduce((sum, width) => sum + width + 2, 0);
  const room = Math.max(NAME_WIDTH_MIN, columns - figures);
  const widths = [Math.min(nameWidth, room), ...figureWidths];
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, index) => {
        const cell = cells[index] ?? "";
        return index === 0 ? cut(cell, width).padEnd(width) : cell.padStart(width);
      })
      .join("  ")
      .trimEnd();
  const rule = "-".repeat(widths.reduce((sum, width) => sum + width, 2 * (widths.length - 1)));
  const lines = rows.map(line);
  const body = [line(captions), ...(hasTotal ? lines.toSpliced(-1, 0, rule) : lines)];
  return `${title.toUpperCase()}\n${body.join("\n")}`;
}

function markdownTable({ title, captions, rows }: CostTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const cells = (row: readonly string[]): readonly string[] =>
    captions.map((_, index) => (row[index] ?? "").trim().replaceAll("|", "\\|"));
  const rule = captions.map((_, index) => (index === 0 ? "---" : "---:"));
  return `## ${title}\n\n${[line(captions), line(rule), ...rows.map((row) => line(cells(row)))].join("\n")}`;
}

/** Names differ at their end, so the middle gives way. */
function cut(text: string, width: number): string {
  if (text.length <= width) return text;
  const tail = Math.floor((width - 1) / 2);
  return `${text.slice(0, width - 1 - tail)}…${text.slice(text.length - tail)}`;
}

function wrap(text: string, width: number): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}
