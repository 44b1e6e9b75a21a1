import type { PolicyDocument } from "@switchyard/contract";
import type { Finding } from "../finding.ts";
import { checkBudgets } from "./check-budgets.ts";
import { checkContingency } from "./check-contingency.ts";
import { checkDefaults } from "./check-defaults.ts";
import { checkDomains } from "./check-domains.ts";
import { checkLadder } from "./check-ladder.ts";
import { checkReferences } from "./check-references.ts";
import { checkRollout } from "./check-rollout.ts";
import { checkRoutes } from "./check-routes.ts";
import { checkSpend } from "./check-spend.ts";
import { createReport, reportList, type Report } from "./report.ts";

const CHECKS = [
  checkDomains,
  checkDefaults,
  checkRoutes,
  checkReferences,
  checkGaps,
  checkBudgets,
  checkSpend,
  checkLadder,
  checkContingency,
  checkRollout,
];

/** Whether a policy makes sense on its own: every name declared, every number in its range. */
export function checkPolicy(document: PolicyDocument): readonly Finding[] {
  const findings: Finding[] = [];
  const report = createReport((finding) => void findings.push(finding));
  for (const check of CHECKS) check(document, report);
  return findings;
}

function checkGaps({ intendedGaps, domains }: PolicyDocument, report: Report): void {
  for (const [index, { intents, risks }] of intendedGaps.entries()) {
    const path = ["intendedGaps", index];
    reportList(report, [...path, "intents"], "intent", intents, domains.intents);
    reportList(report, [...path, "risks"], "risk class", risks, domains.risks);
  }
}
