import { EXIT, type ExitCode } from "../cli/exit-code.ts";
import { formatClock, formatCount } from "../format/quantity.ts";
import type { Stop } from "@switchyard/simulator";
import { measuredText } from "../report/check-text.ts";
import type { RehearsalRun } from "./run-rehearsal.ts";

/** What a rehearsal comes to. */
export interface Verdict {
  readonly kind: "pass" | "fail" | "stopped" | "not-valid" | "interrupted";
  readonly exitCode: ExitCode;
  /** One line that begins with the verdict. */
  readonly text: string;
}

/** Judges a run. A rehearsal that shows nothing is told from a policy that fails. */
export function verdictOf(run: RehearsalRun): Verdict {
  const { interrupted, stop } = run.outcome;
  const checks = [run.outcome, ...run.sides.map((side) => side.outcome)].flatMap(
    (outcome) => outcome.checks,
  );
  const passed = checks.filter(({ status }) => status === "passed").length;
  const failed = checks.filter(({ status }) => status === "failed").length;
  const unmeasured = checks.length - passed - failed;
  const count = `${passed} of ${checks.length} expectations hold`;
  const rest = unmeasured === 0 ? "" : `, ${unmeasured} could not be measured`;
  if (interrupted) {
    const clock = formatClock(run.outcome.simulatedMs);
    const text = `INTERRUPTED at ${clock}: ${count} so far${rest}`;
    return { kind: "interrupted", exitCode: EXIT.interrupted, text };
  }
  if (stop !== undefined) {
    const text = `STOPPED at ${formatClock(stop.atMs)}: ${stopText(stop)}; ${count} so far${rest}`;
    return { kind: "stopped", exitCode: EXIT.stopped, text };
  }
  const doubt = doubtOf(run);
  if (doubt !== undefined) {
    return { kind: "not-valid", exitCode: EXIT.notValid, text: `NOT VALID: ${doubt}` };
  }
  const violations = run.violations.length;
  if (failed === 0 && violations === 0) {
    return { kind: "pass", exitCode: EXIT.ok, text: `PASS: ${count}${rest}` };
  }
  const broken =
    violations === 0 ? "" : `, and ${formatCount(violations)} calls broke the policy's own rules`;
  return { kind: "fail", exitCode: EXIT.failed, text: `FAIL: ${count}${rest}${broken}` };
}

/** The condition that ended a run, and what it measured then. */
export function stopText({ condition, measured }: Stop): string {
  return `${condition.text}, measured ${measuredText({ check: condition.check, measured })}`;
}

/** Why the run proves nothing; undefined: it does. */
function doubtOf({ documents, outcome }: RehearsalRun): string | undefined {
  if (outcome.requests === 0) return "no request was made";
  if (outcome.checks.every(({ status }) => status === "not-measured")) {
    return "none of the expectations could be measured";
  }
  const missed = documents.scenario.faults.find(
    ({ id, ambient }) => ambient !== true && outcome.hits[id] === 0,
  );
  if (missed === undefined) return undefined;
  return (
    `fault ${missed.id} begins after ${missed.at} and hit nothing; ` +
    "give the run more requests, or aim the fault at what is called"
  );
}
