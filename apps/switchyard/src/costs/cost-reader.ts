import type { SwitchyardEvent } from "@switchyard/contract";
import { createCostFold, type JournalReading, type JournalReport } from "@switchyard/journal";
import { createProblemTeller } from "../create-problem-teller.ts";
import type { Shell } from "../program.ts";
import { asksBetween, type Period } from "./asks-between.ts";
import type { CostReading } from "./cost-report.ts";

const PROGRESS_EVENTS = 50_000;

/** What costs are read by. */
export interface CostReaderOptions {
  readonly period: Period;
  readonly timeZone: string;
  /** Milliseconds. Default: the journal's own. */
  readonly taskWindowMs: number | undefined;
  readonly isProgressShown: boolean;
}

/** Folds journals, and tells how far it is and what it left out. */
export interface CostReader {
  /** Takes all events of a journal; `onEvent` is called after each that counts. */
  take(journal: JournalReading, onEvent?: () => void): Promise<void>;
  /** What was found so far. */
  read(journal: JournalReport): CostReading;
  /** Tells of a line or a file that was left out. */
  readonly onProblem: (problem: { readonly message: string }) => void;
}

/** @throws ConfigurationError for a time zone that the platform does not know */
export function createCostReader(
  { period, timeZone, taskWindowMs, isProgressShown }: CostReaderOptions,
  shell: Shell,
): CostReader {
  const fold = createCostFold({ timeZone, ...(taskWindowMs !== undefined && { taskWindowMs }) });
  let state = fold.initial;
  let span: CostReading["span"];
  const problems = createProblemTeller(shell);
  return {
    take: async (journal, onEvent = () => {}) => {
      const events = isProgressShown ? withProgress(journal, shell) : journal;
      for await (const event of asksBetween(events, period)) {
        state = fold.step(state, event);
        onEvent();
        // A policy that came into force long before tells nothing of when the asks were.
        if (event.type === "policy-loaded" || event.type === "policy-swapped") continue;
        const { atMs } = event;
        span = { firstAtMs: Math.min(span?.firstAtMs ?? atMs, atMs), lastAtMs: atMs };
      }
      problems.tellRest("lines or files");
    },
    read: (journal) => ({ costs: fold.read(state), journal, span }),
    onProblem: ({ message }) => problems.tell(message),
  };
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
