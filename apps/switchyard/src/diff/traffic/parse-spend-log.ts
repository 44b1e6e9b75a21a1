import { CAPABILITIES, ConfigurationError, type Capability } from "@switchyard/contract";
import type { DocumentSource, TrafficRow } from "@switchyard/policy";
import { parseCsv } from "./parse-csv.ts";
import type { TrafficReading } from "./read-traffic.ts";

/** One request of a log: its columns by name. */
interface LogRow {
  readonly place: string;
  /** A text: what is wrong with the row. */
  readonly columns: Readonly<Record<string, unknown>> | string;
}

const NAMES = ["intent", "risk", "segment", "locale", "residency", "workload"] as const;

/**
 * Reads a spend log, CSV or a JSON array: a row is a request, or `weight` of them. The columns are
 * the fields of a class by name; of LiteLLM's own, `prompt_tokens` stands for `contextTokens`, and
 * `request_tags` holds fields as `field:value`. A row that cannot be read is a problem with its
 * place, and is left out.
 *
 * Throws `ConfigurationError` for a file that is no table.
 */
export function parseSpendLog(source: DocumentSource): TrafficReading {
  const rows: TrafficRow[] = [];
  const problems: string[] = [];
  for (const row of source.file.endsWith(".json") ? jsonRows(source) : csvRows(source)) {
    const read = typeof row.columns === "string" ? row.columns : readRow(row.columns);
    if (typeof read === "string") problems.push(`${row.place}: ${read}; the row is left out`);
    else rows.push(read);
  }
  return { rows, problems };
}

function csvRows({ text, file }: DocumentSource): readonly LogRow[] {
  const { rows, unclosed } = parseCsv(text);
  const [head, ...requests] = rows;
  const names = head?.cells.map((name) => name.trim()) ?? [];
  if (!names.includes("intent") && !names.includes("request_tags")) {
    throw new ConfigurationError(
      `${file} has no column \`intent\` and no \`request_tags\`. Name the columns in its first line.`,
    );
  }
  const read = requests.map(({ line, cells }): LogRow => ({
    place: `${file}:${line}`,
    columns:
      cells.length === names.length
        ? Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ""]))
        : `it has ${cells.length} cells, and the first line names ${names.length} columns`,
  }));
  if (unclosed === undefined) return read;
  return [...read, { place: `${file}:${unclosed}`, columns: "its quote is never closed" }];
}

function jsonRows({ text, file }: DocumentSource): readonly LogRow[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ConfigurationError(`${file} is no JSON. Give an array of requests.`, { cause });
  }
  if (!Array.isArray(value)) {
    throw new ConfigurationError(`${file} is no JSON array. Give an array of requests.`);
  }
  return value.map((row: unknown, at) => ({
    place: `${file}[${at}]`,
    columns: typeof row === "object" && row !== null ? { ...row } : "it is no object",
  }));
}

/** The row, or what is wrong with it. */
function readRow(columns: Readonly<Record<string, unknown>>): TrafficRow | string {
  const tags = tagsOf(columns["request_tags"]);
  if (tags === undefined) return "`request_tags` is no list of texts";
  const textOf = (field: string): string => {
    const stated = columns[field] ?? tags.get(field) ?? "";
    return typeof stated === "string" ? stated.trim() : JSON.stringify(stated);
  };
  const names = NAMES.flatMap((field) => (textOf(field) === "" ? [] : [[field, textOf(field)]]));
  const intent = textOf("intent");
  if (intent === "") return "it has no intent";
  const weight = numberIn(textOf("weight"));
  const slaMs = numberIn(textOf("slaMs"));
  const contextTokens = numberIn(textOf("contextTokens") || textOf("prompt_tokens"));
  const numbers = { weight, slaMs, contextTokens };
  for (const [field, value] of Object.entries(numbers)) {
    if (Number.isNaN(value)) return `\`${field}\` is no number of 0 or more`;
  }
  if (weight === 0) return "`weight` is 0";
  const capabilities = capabilitiesIn(textOf("capabilities"));
  if (typeof capabilities === "string")
    return `\`${capabilities}\` is none of ${CAPABILITIES.join(", ")}`;
  return {
    ...Object.fromEntries(names),
    intent,
    weight: weight ?? 1,
    ...(slaMs !== undefined && { slaMs }),
    ...(contextTokens !== undefined && { contextTokens }),
    ...(capabilities !== undefined && { capabilities }),
  };
}

/** Undefined: nothing is stated. NaN: it is no number of 0 or more. */
function numberIn(text: string): number | undefined {
  if (text === "") return undefined;
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

/** Undefined: nothing is stated. A text: the name that is none. */
function capabilitiesIn(text: string): readonly Capability[] | string | undefined {
  if (text === "") return undefined;
  const held: Capability[] = [];
  for (const word of text.replaceAll(/[[\]"]/g, "").split(/[\s,;|]+/)) {
    const known = CAPABILITIES.find((one) => one === word);
    if (known === undefined && word !== "") return word;
    if (known !== undefined) held.push(known);
  }
  return held;
}

/** Tags as `field:value`, a JSON array or its text. Undefined: they are neither. */
function tagsOf(value: unknown): ReadonlyMap<string, string> | undefined {
  if (value === undefined || value === null || value === "") return new Map();
  let list = value;
  if (typeof value === "string") {
    try {
      list = JSON.parse(value);
    } catch {
      return undefined;
    }
  }
  if (!Array.isArray(list)) return undefined;
  const tags = new Map<string, string>();
  for (const tag of list) {
    if (typeof tag !== "string") return undefined;
    const colon = tag.indexOf(":");
    if (colon > 0) tags.set(tag.slice(0, colon), tag.slice(colon + 1));
  }
  return tags;
}
