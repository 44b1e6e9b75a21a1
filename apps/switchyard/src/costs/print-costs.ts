import type { Readable } from "node:stream";
import { SwitchyardError, type SwitchyardEvent } from "@switchyard/contract";
import {
  COST_SPLITS,
  createCostFold,
  readJournal,
  type CostSplit,
  type JournalReading,
} from "@switchyard/journal";
import type { Shell } from "../program.ts";
import { asksBetween, type Period } from "./asks-between.ts";
import { markdownCosts, plainCosts } from "./cost-faces.ts";
import { costReport, type CostReading } from "./cost-report.ts";
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
}

/** What the command is run at. */
export interface CostsTerminal {
  /** Undefined: the output is no terminal. */
  readonly columns: number | undefined;
  readonly isProgressShown: boolean;
  readonly stdin: Readable;
}

/** Problems that are told one by one; a journal of garbage must not fill the screen. */
const PROBLEMS_TOLD_MAX = 10;
const PROGRESS_EVENTS = 50_000;
/** Where tables have room for two more columns. */
const WIDE_COLUMNS = 100;

/** Prints what tasks cost; returns the exit code: 0, or 2 for bad usage and an unreadable file. */
export async function printCosts(
  sources: readonly string[],
  options: CostsCommandOptions,
  shell: Shell,
  terminal: CostsTerminal,
): Promise<number> {
  try {
    const period = periodOf(options);
    const reading = await readCosts(sources, options, period, shell, terminal);
    shell.write(face(reading, options, period, terminal));
    return reading.journal.problems.unreadable > 0 ? 2 : 0;
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

async function readCosts(
  sources: readonly string[],
  { taskWindow, timeZone }: CostsCommandOptions,
  period: Period,
  shell: Shell,
  { isProgressShown, stdin }: CostsTerminal,
): Promise<CostReading> {
  let told = 0;
  const journal = readJournal({
    sources,
    stdin,
    onProblem: ({ message }) => {
      told += 1;
      if (told <= PROBLEMS_TOLD_MAX) shell.writeError(`${message}\n`);
    },
  });
  const fold = createCostFold({
    timeZone,
    ...(taskWindow !== undefined && { taskWindowMs: taskWindow }),
  });
  const events = isProgressShown ? withProgress(journal, shell) : journal;
  let state = fold.initial;
  let span: CostReading["span"];
  for await (const event of asksBetween(events, period)) {
    state = fold.step(state, event);
    // A policy that came into force long before tells nothing of when the asks were.
    if (event.type === "policy-loaded" || event.type === "policy-swapped") continue;
    const { atMs } = event;
    span = { firstAtMs: Math.min(span?.firstAtMs ?? atMs, atMs), lastAtMs: atMs };
  }
  if (told > PROBLEMS_TOLD_MAX)
    shell.writeError(`${told - PROBLEMS_TOLD_MAX} further lines or files were left out.\n`);
  return { costs: fold.read(state), journal: journal.report(), span };
}

/** Says now and then how far the reading is, on a line that it takes away at the end. */
async function* withProgress(
  journal: JournalReading,
  { writeError }: Shell,
): AsyncGenerator<SwitchyardEvent> {
  let count = 0;
  for await (const event of journal) {
    count += 1;
    if (count % PROGRESS_EVENTS === 0)
      writeError(`\r${count} events, at ${new Date(event.atMs).toISOString().slice(0, 16)}Z`);
    yield event;
  }
  if (count >= PROGRESS_EVENTS) writeError("\r\u001B[K");
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
