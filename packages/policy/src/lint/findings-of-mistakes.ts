import type { DocumentIssue } from "@switchyard/contract";
import type { LintFinding } from "./lint-finding.ts";

/** Mistakes of a document as findings: errors of the rules that reading it enforces. */
export function findingsOfMistakes(issues: readonly DocumentIssue[]): readonly LintFinding[] {
  return issues.map(({ rule = "R01", ...issue }) => ({
    rule,
    severity: "error",
    ...issue,
    about: issue.pointer,
  }));
}
