import { EXIT } from "../cli/exit-code.ts";
import type { Verdict } from "../chaos/verdict.ts";
import { formatCount } from "../format/quantity.ts";
import type { DrillRun } from "./rehearse-drills.ts";

/** Judges drills. One that shows nothing is told from one that a policy fails. */
export function drillVerdict(runs: readonly DrillRun[], planned: number): Verdict {
  const passed = runs.filter(({ drill }) => drill.passed).length;
  const count = `${formatCount(passed)} of ${formatCount(planned)} drills pass`;
  if (runs.length < planned) {
    const text = `INTERRUPTED after ${formatCount(runs.length)} drills: ${count} so far`;
    return { kind: "interrupted", exitCode: EXIT.interrupted, text };
  }
  const doubts = runs.flatMap((run) => doubtOf(run) ?? []);
  const [first] = doubts;
  if (first !== undefined) {
    const text = `NOT VALID: ${first}; give the drills more requests with --requests`;
    return { kind: "not-valid", exitCode: EXIT.notValid, text };
  }
  return passed === planned
    ? { kind: "pass", exitCode: EXIT.ok, text: `PASS: ${count}` }
    : { kind: "fail", exitCode: EXIT.failed, text: `FAIL: ${count}` };
}

/** The loss of a spare that nobody calls is a drill; that of a first choice must hit somebody. */
function doubtOf({ planned, drill, hits }: DrillRun): string | undefined {
  const what = drillName(drill);
  if (drill.routes.length === 0) return `${what} gave no route enough asks to judge it by`;
  if (hits > 0 || planned.needed.because !== "first-choice") return undefined;
  return `${what} hit no call`;
}

/** A drill in words, such as `provider:openai, hot`. */
export function drillName({ lose, start }: DrillRun["drill"]): string {
  return `${lose.join(" and ")}, ${start}`;
}
