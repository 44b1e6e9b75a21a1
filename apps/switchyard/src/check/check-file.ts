import { existsSync } from "node:fs";
import { DocumentError } from "@switchyard/contract";
import {
  analysePolicy,
  findingsOfMistakes,
  lintBundle,
  violationsOfAnalysis,
  type LintFinding,
  type LoadedBundle,
  type RuleViolation,
} from "@switchyard/policy";
import { openBundle } from "@switchyard/sdk";
import { openCatalog } from "../open-catalog.ts";
import type { Shell } from "../program.ts";
import { readText } from "../read-text.ts";
import type { CheckOptions } from "./add-check-command.ts";
import type { CheckFinding, FileReport } from "./check-report.ts";
import { explainCommand } from "./explain-command.ts";
import { withinNodeBudget } from "./within-node-budget.ts";

/** Back to the line's begin, and empties it (ECMA-48 EL). */
const CLEAR = "\r\u001B[K";

/** Lints and analyses one policy or catalogue; mistakes of a document are findings too. */
export function checkFile(file: string, options: CheckOptions, shell: Shell): FileReport {
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
