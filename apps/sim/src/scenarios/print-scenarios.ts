import { listScenarios } from "@switchyard/simulator";
import type { ScenariosOptions } from "../cli/program.ts";
import type { Shell } from "../cli/shell.ts";

/** Lists the shipped scenarios with what each rehearses. */
export function printScenarios({ json }: ScenariosOptions, shell: Shell): void {
  const scenarios = listScenarios();
  if (json === true) {
    shell.stdout.write(`${JSON.stringify({ version: 1, scenarios }, undefined, 2)}\n`);
    return;
  }
  const width = Math.max(...scenarios.map(({ name }) => name.length));
  for (const { name, title } of scenarios) {
    shell.stdout.write(`${name.padEnd(width)}  ${title}\n`);
  }
  shell.stdout.write("\nRehearse one with: sim chaos --scenario NAME\n");
}
