import type { Goal } from "./goals.ts";
import { quantile } from "./quantile.ts";
import type { Round, Score } from "./score-goal.ts";

/** Scores as a table, and below it what each subject took. */
export function formatScores(scores: readonly Score[], rounds: readonly Round[]): string {
  const rows = scores.map(({ goal, ratio, quartiles: [low, high], isMet }) => [
    goal.id,
    isMet ? "ok" : "MISSED",
    digits(ratio),
    `${digits(low)} to ${digits(high)}`,
    boundWords(goal),
    goal.what,
  ]);
  const subjects = Object.keys(rounds[0] ?? {}).map((subject) => {
    const times = rounds.map((round) => round[subject] ?? Number.NaN);
    return [subject, `${digits(quantile(times, 0.5))} us`];
  });
  const head = ["goal", "", "ratio", "quartiles", "must be", "of what"];
  return `${columns([head, ...rows])}\n\n${columns(subjects)}`;
}

function boundWords({ bound }: Goal): string {
  return "atMost" in bound ? `at most ${bound.atMost}` : `at least ${bound.atLeast}`;
}

/** Three significant digits: more than a bench on a shared machine knows. */
function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
