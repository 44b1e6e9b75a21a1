import {
  COST_SPLITS,
  NO_MODEL,
  OTHER_NAME,
  SLICES_MAX,
  type Costs,
  type CostSplit,
  type JournalReport,
} from "@switchyard/journal";
import { splitTable, usesTable, type CostTable } from "./cost-tables.ts";
import { savingNotes, savingTables } from "./saving-table.ts";
import { countText, decimalsFor, moneyText, shareText } from "./money-text.ts";

/** What was read of which journals, and what it comes to. */
export interface CostReading {
  readonly costs: Costs;
  readonly journal: JournalReport;
  /** The instants of the first and last event that counted; undefined: none did. */
  readonly span: { readonly firstAtMs: number; readonly lastAtMs: number } | undefined;
}

/** A report without a look: a figure, paragraphs, tables and notes. */
export interface CostReport {
  readonly headline: string;
  readonly paragraphs: readonly string[];
  readonly tables: readonly CostTable[];
  readonly notes: readonly string[];
}

/** What a reading says, for people. */
export function costReport(
  reading: CostReading,
  splits: readonly CostSplit[],
  isWide: boolean,
): CostReport {
  const { costs } = reading;
  const { costPerSuccessMicroUsd } = costs.total;
  const figure =
    costPerSuccessMicroUsd === null
      ? "none: no task succeeded"
      : moneyText(costPerSuccessMicroUsd, decimalsFor([costPerSuccessMicroUsd]));
  const isEmpty = costs.total.tasks === 0 && costs.total.spentMicroUsd === 0;
  const notes = journalNotes(reading.journal);
  const headline = `Cost per successful task: ${figure}`;
  if (isEmpty)
    return { headline, paragraphs: ["No ask and no spend was found."], tables: [], notes };
  return {
    headline,
    paragraphs: [sumParagraph(reading), feedbackParagraph(costs)],
    tables: [
      usesTable(costs),
      ...savingTables(costs.savings, isWide),
      ...splits.map((split) => splitTable(costs, split, isWide)),
    ],
    notes: [...readingNotes(costs), ...notes],
  };
}

function sumParagraph({ costs, span }: CostReading): string {
  const { spentMicroUsd, wasteMicroUsd, tasks, successes } = costs.total;
  const decimals = decimalsFor([spentMicroUsd]);
  const spent =
    `${moneyText(spentMicroUsd, decimals)} spent / ${countText(successes)} successful tasks, of ` +
    `${countText(tasks)} (${shareText(successes, tasks)}).`;
  const waste = `${moneyText(wasteMicroUsd, decimals)} of it (${shareText(wasteMicroUsd, spentMicroUsd)}) was wasted.`;
  if (span === undefined) return `${spent} ${waste}`;
  return `${spent} ${waste} Events from ${instant(span.firstAtMs)} to ${instant(span.lastAtMs)} UTC.`;
}

function feedbackParagraph({ total, taskWindowMs }: Costs): string {
  const { tasks, tasksWithFeedback } = total;
  return (
    `Feedback decides ${countText(tasksWithFeedback)} tasks (${shareText(tasksWithFeedback, tasks)}). Any ` +
    "other task succeeded when its last answer passed its gates and the user did not ask again " +
    `within ${durationText(taskWindowMs)}.`
  );
}

function readingNotes(costs: Costs): readonly string[] {
  const { asks, tasks, feedback } = costs.forgotten;
  const hasOther = COST_SPLITS.some((split) => OTHER_NAME in costs[split]);
  return [
    "Money is shown where it was paid; a task where its answer was given: the one it succeeded " +
      `with, or else its last. ${NO_MODEL}: no model answered.`,
    "Over-long context is what was paid for requests that a model would not take, and for the " +
      "part of an answered request's context beyond what its route prunes to, sent all the same.",
    ...savingNotes(costs.savings),
    ...(hasOther ? [`${OTHER_NAME}: all names after the first ${countText(SLICES_MAX)}.`] : []),
    ...counted(
      `Successes that a re-ask may still undo, as ${durationText(costs.taskWindowMs)} were not over`,
      costs.earlySuccesses,
    ),
    ...counted("Asks that were forgotten before their end; their money is not decided", asks),
    ...counted("Tasks that were forgotten before their time was over; re-asks count anew", tasks),
    ...counted("Feedback on asks that are not here, or long past", feedback),
  ];
}

function journalNotes({ problems, unknownTypes, missing, late }: JournalReport): readonly string[] {
  return [
    ...counted("Lines or files left out as unsound", sum(problems)),
    ...counted("Events left out whose type this version does not know", sum(unknownTypes)),
    ...counted("Events that are missing: lost, or in a file not given", missing),
    ...counted("Events out of their order", late),
  ];
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((all, count) => all + count, 0);
}

/** A note that is worth a line where there is something to count. */
function counted(what: string, count: number): readonly string[] {
  return count > 0 ? [`${what}: ${countText(count)}.`] : [];
}

function instant(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 16).replace("T", " ");
}

/** A time in the greatest unit that says it exactly. */
function durationText(ms: number): string {
  if (ms % 3_600_000 === 0 && ms > 0) return plural(ms / 3_600_000, "hour");
  if (ms % 60_000 === 0 && ms > 0) return plural(ms / 60_000, "minute");
  return plural(ms / 1000, "second");
}

function plural(count: number, unit: string): string {
  return `${countText(count)} ${unit}${count === 1 ? "" : "s"}`;
}
