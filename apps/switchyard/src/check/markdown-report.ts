import type { LintFinding } from "@switchyard/policy";
import { countWords, placeOf, type CheckReport, type FileReport } from "./check-report.ts";

/** Findings as Markdown, for a comment on a change. */
export function markdownReport(report: CheckReport): string {
  return [`**switchyard check: ${countWords(report)}**`, "", ...report.files.flatMap(section)].join(
    "\n",
  );
}

function section({ file, kind, findings }: FileReport): readonly string[] {
  const title = `### ${kind} \`${file}\``;
  if (findings.length === 0) return [title, "", "Nothing found.", ""];
  const head = ["| | Rule | Place | Finding | Fix |", "|---|---|---|---|---|"];
  return [title, "", ...head, ...findings.map(row), ""];
}

function row(finding: LintFinding): string {
  const { severity, rule, message, fix, suppressed } = finding;
  const state = suppressed === undefined ? severity : `accepted until ${suppressed.expires}`;
  const way = fix === undefined ? "" : `\`${cell(fix)}\``;
  return `| ${state} | ${rule} | ${placeOf(finding)} | ${cell(message)} | ${way} |`;
}

/** A bar would end the cell, and a line break the table. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ");
}
