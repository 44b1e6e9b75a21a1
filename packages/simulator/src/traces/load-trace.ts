import { readFileSync, statSync } from "node:fs";
import { ConfigurationError } from "@switchyard/contract";
import { nearest } from "@switchyard/policy";
import { unpackTrace } from "./packed-trace.ts";
import { parseTraceCsv } from "./parse-trace-csv.ts";
import type { Trace } from "./trace.ts";

/**
 * Traces that come with the package; `data/NOTICE.md` names their source and licence.
 *
 * `azure-2023-conversation`: 19,366 requests in 58 minutes, 5.5 a second and steady.
 * `azure-2023-code`: 8,819 requests in 57 minutes, in bursts of up to 26 times the mean.
 */
export const SHIPPED_TRACES = ["azure-2023-conversation", "azure-2023-code"] as const;

/** A file above this is refused before it is read. */
const FILE_BYTES_MAX = 64 * 1024 * 1024;

/**
 * Reads a trace, at once: no time of a rehearsal passes meanwhile.
 *
 * @param name one of {@link SHIPPED_TRACES}, or the path of a CSV file
 * @throws ConfigurationError when there is neither a trace nor a readable file of that name
 * @throws DocumentError when a row is wrong
 */
export function loadTrace(name: string): Trace {
  const shipped = SHIPPED_TRACES.find((known) => known === name);
  if (shipped !== undefined)
    return unpackTrace(readFileSync(new URL(`../../data/${shipped}.json.gz`, import.meta.url)));
  return parseTraceCsv(readTraceFile(name), name);
}

function readTraceFile(file: string): string {
  const { bytes, cause } = measure(file);
  if (bytes === undefined) throw unreadable(file, cause);
  if (bytes > FILE_BYTES_MAX)
    throw new ConfigurationError(
      `The trace ${file} has ${bytes} bytes, more than ${FILE_BYTES_MAX}. Split the file.`,
    );
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw unreadable(file, error);
  }
}

function measure(file: string): { readonly bytes?: number; readonly cause?: unknown } {
  try {
    return { bytes: statSync(file).size };
  } catch (cause) {
    return { cause };
  }
}

function unreadable(name: string, cause: unknown): ConfigurationError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const meant = nearest(name, SHIPPED_TRACES);
  const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
  return new ConfigurationError(
    `There is no trace ${JSON.stringify(name)} (${reason}).${hint} ` +
      `Name ${SHIPPED_TRACES.join(", ")}, or the path of a CSV file.`,
    { cause },
  );
}
