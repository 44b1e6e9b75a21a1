import {
  countWords,
  placeOf,
  type CheckFinding,
  type CheckReport,
  type FileReport,
} from "./check-report.ts";

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
  return [`${kind} ${file}${version}`, ...findings.flatMap(findingLines), ""];
}

function findingLines(finding: CheckFinding): readonly string[] {
  const { rule, severity, message, fix, explain, suppressed } = finding;
  const lines = [`  ${severity.padEnd(7)} ${rule} ${placeOf(finding)}`, `          ${message}`];
  if (suppressed !== undefined) {
    return [...lines, `          accepted until ${suppressed.expires}: ${suppressed.reason}`];
  }
  if (fix !== undefined) lines.push(`          fix: ${fix}`);
  if (explain !== undefined) lines.push(`          see: ${explain}`);
  return lines;
}
