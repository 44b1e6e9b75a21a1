import type { Command } from "commander";
import { readSeed } from "./option-values.ts";
import type { Shell } from "./shell.ts";

export interface ScenariosOptions {
  readonly json?: true;
}

/** Adds `sim scenarios`, which lists them, and `sim scenarios show`, which prints one. */
export function addScenariosCommand(program: Command, shell: Shell): void {
  const scenarios = program
    .command("scenarios")
    .description("list the drills and incidents that come with the program")
    .option("--json", "one JSON object on stdout, nothing else")
    .allowExcessArguments(false)
    .action(async (options: ScenariosOptions) => {
      const { printScenarios } = await import("../scenarios/print-scenarios.ts");
      printScenarios(options, shell);
    });
  scenarios
    .command("show")
    .description("print a scenario's file: what is known, what is assumed, what is expected")
    .argument("<name>", "a name of the list")
    .option("--seed <text>", "which incident drawn-incident is", readSeed)
    .allowExcessArguments(false)
    .action(async (name: string, { seed }: { readonly seed?: string }) => {
      const { shippedScenarioSource } = await import("@switchyard/simulator");
      shell.stdout.write(shippedScenarioSource(name, seed).text);
    });
}
