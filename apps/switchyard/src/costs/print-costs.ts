import type { Readable } from "node:stream";
import { ConfigurationError, SwitchyardError } from "@switchyard/contract";
import { COST_SPLITS, readJournal, type CostSplit } from "@switchyard/journal";
import type { Shell } from "../program.ts";
import type { Period } from "./asks-between.ts";
import { markdownCosts, plainCosts } from "./cost-faces.ts";
import { createCostReader } from "./cost-reader.ts";
import { costReport, type CostReading } from "./cost-report.ts";
import { followCosts } from "./follow-costs.ts";
import { jsonCosts } from "./json-costs.ts";
import { readInstant } from "./read-instant.ts";

export interface CostsCommandOptions {
  /** Default: all. */
  readonly by?: readonly CostSplit[];
  readonly since?: string;
  readonly until?: string;
  /** Milliseconds. */
  readonly taskWindow?: number;
  readonly timeZone: string;
  readonly markdown?: true;
  readonly json?: true;
  /** Goes on as the files grow. */
  readonly follow?: true;
}

/** What the command is run at. */
export interface CostsTerminal {
  /** Undefined: the output is no terminal. */
  readonly columns: number | undefined;
  readonly isProgressShown: boolean;
  readonly stdin: Readable;
  /** Ends what follows files. */
  readonly signal: AbortSignal;
}

/** Where tables have room for two more columns. */
const WIDE_COLUMNS = 100;
const CLEAR_SCREEN = "\u001B[2J\u001B[H";
const NO_STREAM_TO_FOLLOW =
  "--follow goes on with files that grow, and - is read to its end. Name the journal, such as " +
  '"journal/*.jsonl", or leave --follow out.';

/** Prints what tasks cost; returns the exit code: 0, or 2 for bad usage and an unreadable file. */
export async function printCosts(
  sources: readonly string[],
  options: CostsCommandOptions,
  shell: Shell,
  terminal: CostsTerminal,
): Promise<number> {
  const { timeZone, taskWindow: taskWindowMs, follow, json } = options;
  const { isProgressShown, stdin, signal, columns } = terminal;
  try {
    const period = periodOf(options);
    const reader = createCostReader({ period, timeZone, taskWindowMs, isProgressShown }, shell);
    if (follow === true) {
      if (sources.includes("-")) throw new ConfigurationError(NO_STREAM_TO_FOLLOW);
      const clear = columns === undefined || json === true ? "" : CLEAR_SCREEN;
      const print = (reading: CostReading): void =>
        shell.write(clear + face(reading, options, period, terminal));
      await followCosts({ sources, reader, signal, print });
      return 0;
    }
    const journal = readJournal({ sources, stdin, onProblem: reader.onProblem });
    await reader.take(journal);
    const report = journal.report();
    shell.write(face(reader.read(report), options, period, terminal));
    return report.problems.unreadable > 0 ? 2 : 0;
  } catch (error) {
    if (!SwitchyardError.isInstance(error)) throw error;
    shell.writeError(`${error.message}\n`);
    return 2;
  }
}

function periodOf({ since, until, timeZone }: CostsCommandOptions): Period {
  const edge = (option: "--since" | "--until", text: string): number =>
    readInstant({ option, text, timeZone });
  return {
    sinceMs: since === undefined ? -Infinity : edge("--since", since),
    untilMs: until === undefined ? Infinity : edge("--until", until),
  };
}

function face(
  reading: CostReading,
  { by = COST_SPLITS, markdown, json }: CostsCommandOptions,
  period: Period,
  { columns = WIDE_COLUMNS }: CostsTerminal,
): string {
  if (json) return `${JSON.stringify(jsonCosts(reading, by, period))}\n`;
  if (markdown) return markdownCosts(costReport(reading, by, true));
  return plainCosts(costReport(reading, by, columns >= WIDE_COLUMNS), columns);
}
