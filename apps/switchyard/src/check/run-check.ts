import { openBundle } from "@switchyard/sdk";
import { stringify } from "yaml";
import { EXIT } from "../exit-code.ts";
import type { Shell } from "../program.ts";
import type { CheckOptions } from "./add-check-command.ts";
import { checkFile } from "./check-file.ts";
import { createCheckReport, type CheckReport } from "./check-report.ts";
import { explainRule } from "./explain-rule.ts";
import { lossReport } from "./loss-report.ts";
import { markdownReport } from "./markdown-report.ts";
import { sarifReport } from "./sarif-report.ts";
import { terminalReport } from "./terminal-report.ts";

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

function expanded(file: string, { catalog, json }: CheckOptions): string {
  const { policy } = openBundle({ policy: file, ...(catalog !== undefined && { catalog }) });
  return json ? `${JSON.stringify(policy.document)}\n` : stringify(policy.document);
}

function render(report: CheckReport, { json, markdown, sarif }: CheckOptions): string {
  if (json) return `${JSON.stringify(report)}\n`;
  if (sarif) return `${JSON.stringify(sarifReport(report), undefined, 2)}\n`;
  return markdown ? markdownReport(report) : terminalReport(report);
}
