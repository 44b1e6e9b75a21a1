import type { LintFinding } from "@switchyard/policy";

/** A finding with the command that shows it. */
export interface CheckFinding extends LintFinding {
  /** A `switchyard explain` command line whose request shows the finding. */
  readonly explain?: string;
}

/** What was found in one file. */
export interface FileReport {
  readonly file: string;
  readonly kind: "policy" | "catalogue";
  /** The bundle's hash. Absent: the documents have mistakes, or it is a catalogue. */
  readonly hash?: string;
  readonly findings: readonly CheckFinding[];
}

/** What `switchyard check --json` prints. New keys may be added within a version. */
export interface CheckReport {
  readonly version: 1;
  readonly files: readonly FileReport[];
  /** Counts of findings that are not suppressed. */
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly suppressed: number;
}

/** Counts what was found. */
export function createCheckReport(files: readonly FileReport[]): CheckReport {
  const findings = files.flatMap((file) => file.findings);
  const open = findings.filter(({ suppressed }) => suppressed === undefined);
  const count = (severity: LintFinding["severity"]): number =>
    open.filter((finding) => finding.severity === severity).length;
  return {
    version: 1,
    files,
    errors: count("error"),
    warnings: count("warning"),
    infos: count("info"),
    suppressed: findings.length - open.length,
  };
}

/** The counts in words. */
export function countWords({ errors, warnings, infos, suppressed }: CheckReport): string {
  const words = [plural(errors, "error"), plural(warnings, "warning")];
  if (infos > 0) words.push(plural(infos, "note"));
  if (suppressed > 0) words.push(`${suppressed} suppressed`);
  return words.join(", ");
}

/** Where a finding is: `file:line:column`, else its pointer. */
export function placeOf({ position, pointer }: LintFinding): string {
  if (position === undefined) return pointer;
  return `${position.file}:${position.line}:${position.column}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
