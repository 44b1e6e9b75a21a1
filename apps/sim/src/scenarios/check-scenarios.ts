import { DocumentError, formatIssue, type DocumentIssue } from "@switchyard/contract";
import { openBundle } from "@switchyard/sdk";
import { planRehearsal, type RehearsalPlan, type Scenario } from "@switchyard/simulator";
import { openScenario } from "../chaos/open-documents.ts";
import { EXIT, type ExitCode } from "../cli/exit-code.ts";
import type { CheckScenariosOptions } from "../cli/scenarios-command.ts";
import type { Shell } from "../cli/shell.ts";

/** What became of one scenario. */
type Checked =
  | { readonly scenario: string; readonly read: Scenario; readonly plan: RehearsalPlan }
  | { readonly scenario: string; readonly mistakes: readonly DocumentIssue[] };

/**
 * Reads scenarios and plans them over a policy, all that a rehearsal does before time starts.
 *
 * @param scenarios names of shipped scenarios, or files
 * @returns exit code 2 when one of them has mistakes; those of all are told
 * @throws DocumentError for mistakes in the policy or the catalogue
 * @throws ConfigurationError for a file that cannot be read or a name that is not known
 */
export function checkScenarios(
  scenarios: readonly string[],
  { policy, catalog, seed, json }: CheckScenariosOptions,
  { stdout, stderr }: Shell,
): ExitCode {
  const bundle = openBundle({ policy, ...(catalog !== undefined && { catalog }) });
  const checked = scenarios.map((scenario): Checked => {
    try {
      const read = openScenario(scenario, seed);
      return { scenario, read, plan: planRehearsal(bundle.bundle, read, seed) };
    } catch (error) {
      if (!(error instanceof DocumentError)) throw error;
      return { scenario, mistakes: error.issues };
    }
  });
  if (json === true) {
    const told = { version: 1, bundleHash: bundle.bundle.hash, scenarios: checked.map(toJson) };
    stdout.write(`${JSON.stringify(told, undefined, 2)}\n`);
  } else
    for (const each of checked)
      if ("mistakes" in each) stderr.write(mistakenText(each.scenario, each.mistakes));
      else stdout.write(plannedText(each.scenario, each.plan, each.read));
  return checked.some((each) => "mistakes" in each) ? EXIT.usage : EXIT.ok;
}

function mistakenText(scenario: string, mistakes: readonly DocumentIssue[]): string {
  const count = counted(mistakes.length, "mistake");
  return [
    `✖ ${scenario}: ${count}`,
    ...mistakes.map((issue) => `  ${formatIssue(issue)}`),
    "",
  ].join("\n");
}

function plannedText(scenario: string, plan: RehearsalPlan, read: Scenario): string {
  const { faults, checks } = read;
  const counts = [
    counted(plan.workload.requests, "request"),
    counted(faults.length, "fault"),
    counted(checks.length, "expectation"),
  ];
  const notices = plan.notices.map((notice) => `  ▲ ${notice}`);
  return [`✔ ${scenario}: ${counts.join(", ")}`, ...notices, ""].join("\n");
}

function counted(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

function toJson(checked: Checked): unknown {
  const { scenario } = checked;
  if ("mistakes" in checked) return { scenario, mistakes: checked.mistakes };
  const { plan, read } = checked;
  return {
    scenario,
    seed: plan.seed,
    requests: plan.workload.requests,
    faults: read.faults.map(({ id, type }) => ({ id, type })),
    expectations: read.checks.length,
    notices: plan.notices,
  };
}
