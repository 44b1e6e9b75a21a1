import type { LintFinding } from "@switchyard/policy";
import { countWords, placeOf, type CheckReport, type FileReport } from "./check-report.ts";

const HASH_SHOWN = 12;

/** Findings as plain lines: each can be clicked, read and mended without another look. */
export function terminalReport(report: CheckReport): string {
  const rules = report.files.flatMap(({ findings }) => findings.map(({ rule }) => rule));
  const [first] = rules;
  const way = first === undefined ? [] : [`A rule in full: switchyard check --explain ${first}`];
  return [...report.files.flatMap(fileLines), countWords(report), ...way, ""].join("\n");
}

function fileLines({ file, kind, hash, findings }: FileReport): readonly string[] {
  const version = hash === undefined ? "" : ` (${hash.slice(0, HASH_SHOWN)})`;
  return [
    `${kind} ${file}${version}`,
    ...findings.flatMap((finding) => findingLines(finding, file)),
    "",
  ];
}

function findingLines(finding: LintFinding, file: string): readonly string[] {
  const { rule, severity, message, fix, witness, suppressed } = finding;
  const lines = [`  ${severity.padEnd(7)} ${rule} ${placeOf(finding)}`, `          ${message}`];
  if (suppressed !== undefined) {
    return [...lines, `          accepted until ${suppressed.expires}: ${suppressed.reason}`];
  }
  if (fix !== undefined) lines.push(`          fix: ${fix}`);
  if (witness !== undefined) {
    const request = JSON.stringify(witness);
    lines.push(`          see: switchyard explain --policy ${file} --request '${request}'`);
  }
  return lines;
}
