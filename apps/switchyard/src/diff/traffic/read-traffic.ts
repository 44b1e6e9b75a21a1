import type { TrafficRow } from "@switchyard/policy";
import { readText } from "../../read-text.ts";
import { parseMix } from "./parse-mix.ts";
import { parseSpendLog } from "./parse-spend-log.ts";
import { readJournalTraffic } from "./read-journal-traffic.ts";

/** The traffic of some files. */
export interface TrafficReading {
  readonly rows: readonly TrafficRow[];
  /** What was left out, each with its place; the rest is counted. */
  readonly problems: readonly string[];
}

/**
 * Reads traffic: a file's name tells what it is. Anything but YAML, CSV and JSON is a journal.
 *
 * Throws `DocumentError` for a mix with mistakes, and `ConfigurationError` for a file that cannot
 * be read.
 */
export async function readTraffic(files: readonly string[]): Promise<TrafficReading> {
  const journals: string[] = [];
  const readings: TrafficReading[] = [];
  for (const file of files) {
    if (/\.ya?ml$/.test(file)) {
      readings.push({ rows: parseMix({ text: readText(file), file }), problems: [] });
    } else if (/\.(csv|json)$/.test(file)) {
      readings.push(parseSpendLog({ text: readText(file), file }));
    } else journals.push(file);
  }
  if (journals.length > 0) readings.push(await readJournalTraffic(journals));
  return {
    rows: readings.flatMap(({ rows }) => rows),
    problems: readings.flatMap(({ problems }) => problems),
  };
}
