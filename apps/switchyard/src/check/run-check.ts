import { existsSync } from "node:fs";
import { ConfigurationError, DocumentError } from "@switchyard/contract";
import {
  analysePolicy,
  findingsOfMistakes,
  LINT_RULES,
  lintBundle,
  nearest,
  violationsOfAnalysis,
  type LintFinding,
  type LoadedBundle,
  type RuleViolation,
} from "@switchyard/policy";
import { openBundle } from "@switchyard/sdk";
import { stringify } from "yaml";
import { EXIT } from "../exit-code.ts";
import { openCatalog } from "../open-catalog.ts";
import type { Shell } from "../program.ts";
import { readText } from "../read-text.ts";
import type { CheckOptions } from "./add-check-command.ts";
import {
  createCheckReport,
  type CheckFinding,
  type CheckReport,
  type FileReport,
} from "./check-report.ts";
import { explainCommand } from "./explain-command.ts";
import { lossReport } from "./loss-report.ts";
import { markdownReport } from "./markdown-report.ts";
import { sarifReport } from "./sarif-report.ts";
import { terminalReport } from "./terminal-report.ts";
import { withinNodeBudget } from "./within-node-budget.ts";

const WIDTH = 100;
/** Back to the line's begin, and empties it (ECMA-48 EL). */
const CLEAR = "\r\u001B[K";

/** Checks files and prints what is wrong with them; returns the exit code. */
export function runCheck(files: readonly string[], options: CheckOptions, shell: Shell): number {
  if (options.explain !== undefined) {
    shell.write(explainRule(options.explain, options.json === true));
    return EXIT.ok;
  }
  if (options.expanded) {
    for (const file of files) shell.write(expanded(file, options));
    return EXIT.ok;
  }
  if (options.lose !== undefined) {
    for (const file of files) shell.write(lossReport(file, options.lose, options));
    return EXIT.ok;
  }
  const report = createCheckReport(files.map((file) => checkFile(file, options, shell)));
  shell.write(render(report, options));
  return report.errors > 0 ? EXIT.findings : EXIT.ok;
}

function checkFile(file: string, options: CheckOptions, shell: Shell): FileReport {
  const kind = isCatalogue(file) ? "catalogue" : "policy";
  try {
    return kind === "policy" ? checkPolicy(file, options, shell) : checkCatalogue(file);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return { file, kind, findings: findingsOfMistakes(error.issues) };
  }
}

/** A document says in its first key what it is. One that is not there is said where it is opened. */
function isCatalogue(file: string): boolean {
  return existsSync(file) && /^schema:\s*switchyard\/catalog\b/m.test(readText(file));
}

function checkPolicy(file: string, { catalog, date }: CheckOptions, shell: Shell): FileReport {
  const named = { policy: file, ...(catalog !== undefined && { catalog }) };
  const loaded = openBundle(named);
  const violations = prove(loaded, file, date, shell);
  const findings = lintBundle(loaded, { epochMs: date, violations }).map((finding) =>
    withCommand(finding, explainCommand(finding, named, date)),
  );
  return { file, kind: "policy", hash: loaded.bundle.hash, findings };
}

function withCommand(finding: LintFinding, command: string | undefined): CheckFinding {
  return command === undefined ? finding : { ...finding, explain: command };
}

/** Analyses all request classes; who watches a terminal sees how far it is. */
function prove(
  { bundle }: LoadedBundle,
  file: string,
  atMs: number,
  { isWatched = false, writeError }: Shell,
): readonly RuleViolation[] {
  try {
    const analysis = withinNodeBudget(file, () =>
      analysePolicy(bundle, {
        atMs,
        onProgress: ({ step, done, of }) => {
          if (isWatched) writeError(`${CLEAR}${file}: ${step} ${done}/${of}`);
        },
      }),
    );
    return violationsOfAnalysis(bundle, analysis);
  } finally {
    if (isWatched) writeError(CLEAR);
  }
}

/** A catalogue alone has its form to hold; what its models are used for is a policy's matter. */
function checkCatalogue(file: string): FileReport {
  openCatalog(file);
  return { file, kind: "catalogue", findings: [] };
}

function expanded(file: string, { catalog, json }: CheckOptions): string {
  const { policy } = openBundle({ policy: file, ...(catalog !== undefined && { catalog }) });
  return json ? `${JSON.stringify(policy.document)}\n` : stringify(policy.document);
}

function explainRule(id: string, isJson: boolean): string {
  const rule = LINT_RULES.find((known) => known.id === id.toUpperCase());
  if (rule === undefined) {
    const ids = LINT_RULES.map((known) => known.id);
    const meant = nearest(id.toUpperCase(), ids);
    const way = meant === undefined ? `Give one of ${ids.join(", ")}.` : `Did you mean ${meant}?`;
    throw new ConfigurationError(`No rule has the id ${id}. ${way}`);
  }
  if (isJson) {
    const { severity, summary, explanation } = rule;
    const text = { version: 1, id: rule.id, severity, summary, explanation };
    return `${JSON.stringify(text)}\n`;
  }
  return `${rule.id} (${rule.severity}) ${rule.summary}\n\n${wrapWords(rule.explanation)}\n`;
}

/** Lines of at most 100 columns, broken at spaces. */
function wrapWords(text: string): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + word.length >= WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join("\n");
}

function render(report: CheckReport, { json, markdown, sarif }: CheckOptions): string {
  if (json) return `${JSON.stringify(report)}\n`;
  if (sarif) return `${JSON.stringify(sarifReport(report), undefined, 2)}\n`;
  return markdown ? markdownReport(report) : terminalReport(report);
}
