import { listScenarios, type ScenarioGroup, type ShippedScenario } from "@switchyard/simulator";
import type { ScenariosOptions } from "../cli/scenarios-command.ts";
import type { Shell } from "../cli/shell.ts";

const HEADINGS: Readonly<Record<ScenarioGroup, string>> = {
  drills: "Drills",
  incidents: "Incidents that happened, with how well they are known",
};

const HINTS = `
Rehearse one with:  sim chaos --scenario NAME
Read one with:      sim scenarios show NAME
`;

/** Lists the shipped scenarios with what each rehearses. */
export function printScenarios({ json }: ScenariosOptions, { stdout }: Shell): void {
  const scenarios = listScenarios();
  if (json === true) {
    stdout.write(`${JSON.stringify({ version: 1, scenarios }, undefined, 2)}\n`);
    return;
  }
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  for (const group of ["drills", "incidents"] as const) {
    stdout.write(`${HEADINGS[group]}\n`);
    for (const scenario of scenarios.filter((known) => known.group === group))
      stdout.write(
        `  ${scenario.name.padEnd(width)}  ${evidenceCell(scenario)}${scenario.title}\n`,
      );
    if (group === "drills") stdout.write("\n");
  }
  stdout.write(HINTS);
}

function evidenceCell({ group, incident }: ShippedScenario): string {
  return group === "drills" ? "" : `${(incident?.evidence ?? "").padEnd(8)}  `;
}
