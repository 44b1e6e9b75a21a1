import type { Command } from "commander";
import type { ExitCode } from "./exit-code.ts";
import { readSeed } from "./option-values.ts";
import type { Shell } from "./shell.ts";

export interface ScenariosOptions {
  readonly json?: true;
}

/** What `sim scenarios check` was asked to do. */
export interface CheckScenariosOptions extends ScenariosOptions {
  /** Policy file or `builtin/NAME`. */
  readonly policy: string;
  /** Default: beside the policy. */
  readonly catalog?: string;
  /** Default: each scenario's own. */
  readonly seed?: string;
}

const CHECK_HELP = `
Examples:
  sim scenarios check ./outage.yaml                         every mistake, with its line
  sim scenarios check *.yaml --policy ./policy.yaml --json  all of them, on your policy
`;

/** Adds `sim scenarios`, which lists them, and its commands that show one and check several. */
export function addScenariosCommand(
  program: Command,
  shell: Shell,
  end: (code: ExitCode) => void,
): void {
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
  scenarios
    .command("check")
    .description("tell every mistake of scenario files, and what is planned on a policy")
    .argument("<scenario...>", "files, or names of the list")
    .option("--policy <file>", "policy file or builtin/NAME", "builtin/support-platform")
    .option("--catalog <file>", "model catalogue; default: catalog.yaml beside the policy")
    .option("--seed <text>", "default: each scenario's", readSeed)
    .option("--json", "one JSON object on stdout, nothing else")
    .addHelpText("after", CHECK_HELP)
    .action(async (names: readonly string[], _: unknown, command: Command) => {
      const { checkScenarios } = await import("../scenarios/check-scenarios.ts");
      end(checkScenarios(names, command.optsWithGlobals<CheckScenariosOptions>(), shell));
    });
}
