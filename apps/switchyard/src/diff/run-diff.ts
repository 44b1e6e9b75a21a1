import { DAY_MS, diffBundles, type ReviewedDiff, type ReviewOutcome } from "@switchyard/policy";
import { withinNodeBudget } from "../check/within-node-budget.ts";
import { createProblemTeller } from "../create-problem-teller.ts";
import { readEvidence } from "../evidence/read-evidence.ts";
import { EXIT } from "../exit-code.ts";
import type { Shell } from "../program.ts";
import type { DiffCommandOptions } from "./add-diff-command.ts";
import { diffReport, type DiffReport } from "./diff-report.ts";
import { jsonDiff } from "./json-diff.ts";
import { markdownDiff } from "./markdown-diff.ts";
import { openSide } from "./open-side.ts";
import { terminalDiff } from "./terminal-diff.ts";
import { readTraffic } from "./traffic/read-traffic.ts";

const EXITS: Readonly<Record<ReviewOutcome, number>> = {
  equivalent: EXIT.ok,
  approved: EXIT.ok,
  "changes-requested": EXIT.findings,
  "needs-a-human": EXIT.human,
};

/** Compares two bundles and prints what a reviewer needs; returns the exit code. */
export async function runDiff(
  before: string,
  after: string | undefined,
  options: DiffCommandOptions,
  shell: Shell,
): Promise<number> {
  const { policy, catalog, traffic, evidence = [], date } = options;
  const paths = { policy, ...(catalog !== undefined && { catalog }) };
  const had = openSide(before, paths);
  const has = openSide(after ?? policy, paths);
  const reading = traffic === undefined ? undefined : await readTraffic(traffic);
  if (reading !== undefined) tellProblems(reading.problems, shell);
  const given = evidence.map(readEvidence);
  const now = Date.now();
  const diff: ReviewedDiff = withinNodeBudget(has.name, () =>
    diffBundles(had.loaded.bundle, has.loaded.bundle, {
      atMs: date ?? now,
      ...(reading !== undefined && { traffic: reading.rows }),
      suppressions: has.loaded.policy.document.suppress ?? [],
      evidence: {
        artefacts: given.flatMap((one) => (one.kind === "eval-artefact" ? one.held : [])),
        drills: given.flatMap((one) => (one.kind === "drill-record" ? one.held : [])),
        // Evidence of the stated day counts, whenever it was made.
        nowMs: date === undefined ? now : date + DAY_MS - 1,
        policyFile: has.files?.policy ?? policy,
      },
    }),
  );
  const report = diffReport(diff, {
    before: had,
    after: has,
    marker: policy,
    rowsLeftOut: reading?.problems.length ?? 0,
  });
  shell.write(render(report, options));
  return EXITS[diff.review.outcome];
}

function tellProblems(problems: readonly string[], shell: Shell): void {
  const { tell, tellRest } = createProblemTeller(shell);
  problems.forEach(tell);
  tellRest("rows");
}

function render(report: DiffReport, { json, markdown }: DiffCommandOptions): string {
  if (json) return jsonDiff(report);
  return markdown ? markdownDiff(report) : terminalDiff(report);
}
