import {
  diffWords,
  shareWords,
  thousandsApart,
  type DiffWords,
  type PolicyDiff,
  type ReviewedDiff,
  type ReviewQuestion,
  type ShownGroup,
} from "@switchyard/policy";
import { explainCommand } from "../check/explain-command.ts";
import type { DiffedBundle } from "./open-side.ts";

/** A diff with what its faces share. */
export interface DiffReport extends DiffWords {
  readonly diff: ReviewedDiff;
  /** How the two sides were named. */
  readonly names: { readonly before: string; readonly after: string };
  /** Tells the comment of one policy from those of others. */
  readonly marker: string;
  /** What the weights are, in words; further sentences say what was left out or spread. */
  readonly weights: readonly string[];
  /** For each group the commands that show it, where its sides are files. */
  readonly commands: readonly (readonly string[])[];
}

export interface DiffReportInput {
  readonly before: DiffedBundle;
  readonly after: DiffedBundle;
  readonly marker: string;
  readonly rowsLeftOut: number;
}

/** Puts a diff in the words that all faces use. */
export function diffReport(
  diff: ReviewedDiff,
  { before, after, marker, rowsLeftOut }: DiffReportInput,
): DiffReport {
  return {
    ...diffWords(diff),
    diff,
    names: { before: before.name, after: after.name },
    marker,
    weights: weightWords(diff, rowsLeftOut),
    commands: diff.groups.map((group) => commandsOf(group, diff, [before, after])),
  };
}

/** The questions as a reviewer asks them; a yes is good. */
export const QUESTION_WORDS: Readonly<Record<ReviewQuestion, string>> = {
  "one-variable": "One variable only?",
  benchmarks: "Benchmark deltas attached?",
  failover: "Failover of the top 2 tested?",
  compliance: "No new compliance risk?",
};

function weightWords(
  { weighting, changedShare, classes, changed }: PolicyDiff,
  rowsLeftOut: number,
): readonly string[] {
  const share = changed === 0n && classes > 0n ? "0%" : shareWords(changedShare);
  if (weighting.kind === "uniform") return [`${share} at uniform weights, not your traffic`];
  const { weight, foreign, openFields } = weighting;
  const names = Object.entries(foreign);
  return [
    `${share} of ${thousandsApart(`${Math.round(weight)}`)} requests of your traffic`,
    ...names.map(([name, count]) => `left out: ${count} of ${name}, which neither policy declares`),
    ...(rowsLeftOut > 0 ? [`left out: ${rowsLeftOut} rows that cannot be read`] : []),
    ...(openFields.length > 0
      ? [`spread evenly where rows leave it open: ${openFields.join(", ")}`]
      : []),
  ];
}

/** How both sides explain the witness of a group; a revision's files are not there to be read. */
function commandsOf(
  { witness }: ShownGroup,
  { atMs }: PolicyDiff,
  sides: readonly DiffedBundle[],
): readonly string[] {
  const request = { ...witness.request, slaMs: Math.max(1, witness.request.slaMs) };
  return sides.flatMap(({ files }) => {
    if (files === undefined) return [];
    return explainCommand({ witness: request }, files, atMs) ?? [];
  });
}
