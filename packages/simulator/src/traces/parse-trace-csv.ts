import { DocumentError, type DocumentIssue } from "@switchyard/contract";
import type { Trace, TraceRow } from "./trace.ts";

/** Longer traces are refused: a million rows are two days of the shipped conversation trace. */
const TRACE_ROWS_MAX = 1_000_000;

const ISSUES_MAX = 20;
const TOKENS_MAX = 10_000_000;

/** The two headers understood, and how each spells an instant. */
const DIALECTS = [
  { header: "TIMESTAMP,ContextTokens,GeneratedTokens", readInstant: readTimestampUs },
  { header: "atMs,inputTokens,outputTokens", readInstant: readMillisecondsUs },
] as const;

/**
 * Reads a trace from comma-separated text: the Azure trace's `TIMESTAMP,ContextTokens,
 * GeneratedTokens`, or `atMs,inputTokens,outputTokens` with milliseconds. Instants count from the
 * first row.
 *
 * @param file named in messages, and the trace's name
 * @throws DocumentError with the first 20 mistakes, each with its line and value
 */
export function parseTraceCsv(text: string, file: string): Trace {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  const issues: DocumentIssue[] = [];
  const report = (line: number, column: number, message: string): void => {
    if (issues.length < ISSUES_MAX)
      issues.push({ position: { file, line, column }, pointer: "", message });
  };

  const header = lines[0] ?? "";
  const dialect = DIALECTS.find((known) => known.header === header.trim());
  if (dialect === undefined)
    report(
      1,
      1,
      `${JSON.stringify(header.slice(0, 80))} is no header of a trace. ` +
        `Write ${DIALECTS.map((known) => known.header).join(" or ")}.`,
    );
  else if (lines.length === 1) report(1, 1, "The trace has a header and no row. Add rows.");
  else if (lines.length - 1 > TRACE_ROWS_MAX)
    report(1, 1, `${lines.length - 1} rows are more than ${TRACE_ROWS_MAX}. Split the file.`);
  if (dialect === undefined || issues.length > 0)
    throw new DocumentError(`The trace ${file}`, issues);

  const rows = readRows(lines, dialect.readInstant, report);
  if (issues.length > 0) throw new DocumentError(`The trace ${file}`, issues);
  return { name: file, rows };
}

function readRows(
  lines: readonly string[],
  readInstantUs: (text: string) => Reading,
  report: (line: number, column: number, message: string) => void,
): readonly TraceRow[] {
  const rows: TraceRow[] = [];
  let firstUs: number | undefined;
  let lastUs = Number.NEGATIVE_INFINITY;
  for (const [index, text] of lines.entries()) {
    if (index === 0) continue;
    const line = index + 1;
    const fields = text.split(",");
    const [instant = "", input = "", output = ""] = fields;
    if (fields.length !== 3) {
      report(line, 1, `${JSON.stringify(text.slice(0, 80))} has ${fields.length} fields, not 3.`);
      continue;
    }
    const atUs = readInstantUs(instant.trim());
    const inputTokens = readTokens(input.trim());
    const outputTokens = readTokens(output.trim());
    if (atUs.value !== undefined && atUs.value < lastUs)
      report(line, 1, `${instant.trim()} is before the row above. Sort the rows by time.`);
    if (atUs.problem !== undefined) report(line, 1, atUs.problem);
    if (inputTokens.problem !== undefined) report(line, instant.length + 2, inputTokens.problem);
    if (outputTokens.problem !== undefined)
      report(line, instant.length + input.length + 3, outputTokens.problem);

    lastUs = atUs.value ?? lastUs;
    firstUs ??= atUs.value;
    rows.push({
      atMs: (lastUs - (firstUs ?? lastUs)) / 1000,
      inputTokens: inputTokens.value ?? 0,
      outputTokens: outputTokens.value ?? 0,
    });
  }
  return rows;
}

/** A field's number, or why it is none. */
type Reading =
  | { readonly value: number; readonly problem?: never }
  | { readonly value?: never; readonly problem: string };

function readTokens(text: string): Reading {
  const value = /^\d{1,8}$/.test(text) ? Number(text) : Number.NaN;
  if (value <= TOKENS_MAX) return { value };
  const rule = `Write a whole number from 0 to ${TOKENS_MAX}.`;
  return { problem: `${JSON.stringify(text)} is no number of tokens. ${rule}` };
}

function readMillisecondsUs(text: string): Reading {
  if (/^\d{1,13}(\.\d+)?$/.test(text)) return { value: Math.round(Number(text) * 1000) };
  const rule = "Write milliseconds, such as 1250 or 1250.75.";
  return { problem: `${JSON.stringify(text)} is no instant. ${rule}` };
}

/** `2023-11-16 18:15:46.6805900`, with `T` for the blank or `Z` at the end too. UTC. */
function readTimestampUs(text: string): Reading {
  const parts = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?Z?$/.exec(text);
  const [, date = "", time = "", fraction = ""] = parts ?? [];
  const secondsMs = Date.parse(`${date}T${time}Z`);
  if (parts !== null && Number.isFinite(secondsMs))
    return { value: secondsMs * 1000 + Math.round(Number(`0.${fraction}0`) * 1_000_000) };
  const rule = "Write it as 2023-11-16 18:15:46.680.";
  return { problem: `${JSON.stringify(text)} is no instant. ${rule}` };
}
