import type { RehearsalOutcome } from "@switchyard/simulator";
import type { RehearsalRun } from "../chaos/run-rehearsal.ts";
import type { SideOutcome } from "../chaos/run-sides.ts";
import { formatLatency, formatMoney, formatShare } from "../format/quantity.ts";
import { textTable } from "../format/text-table.ts";
import { checkLine } from "./check-section.ts";
import { checkText } from "./check-text.ts";

/** What the incident cost, and how the comparisons went: one line for each run. */
export function sideTable({ outcome, sides }: RehearsalRun): readonly string[] {
  if (sides.length === 0) return [];
  const rows = [
    rowOf("this run", outcome),
    ...sides.map((side) => rowOf(nameOf(side), side.outcome)),
  ];
  const captions = ["by a model in SLA", "p95", "calls per ask", "spend", "simulated quality"];
  return textTable(
    [
      { caption: "run", align: "left" },
      ...captions.map((caption) => ({ caption, align: "right" as const })),
    ],
    rows,
  );
}

/** The expectations of the comparisons. */
export function comparedChecks({ sides }: RehearsalRun): readonly string[] {
  return sides.flatMap(({ name, outcome }) =>
    outcome.checks.map((checked) => checkLine(checked, `${name}: ${checkText(checked.check)}`)),
  );
}

function nameOf({ kind, name }: SideOutcome): string {
  return kind === "control" ? "control, no faults" : name;
}

function rowOf(name: string, { summary, answers, requests }: RehearsalOutcome): readonly string[] {
  return [
    name,
    formatShare(requests === 0 ? undefined : insideSlaOf(summary) / requests),
    formatLatency(summary.p95Ms ?? undefined),
    requests === 0 ? "" : (summary.attempts / requests).toFixed(2),
    formatMoney(summary.spendMicroUsd),
    answers.quality === null ? "" : answers.quality.toFixed(3),
  ];
}

/** Asks that a model answered inside their SLA. */
export function insideSlaOf({ byRoute }: RehearsalOutcome["summary"]): number {
  return Object.values(byRoute).reduce((sum, route) => sum + route.byModelInsideSla, 0);
}
