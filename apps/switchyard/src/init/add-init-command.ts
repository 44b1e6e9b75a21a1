import type { Command } from "commander";
import type { Shell } from "../program.ts";
import { runCommand } from "../run-command.ts";

/** What `switchyard init` was asked to do. */
export interface InitOptions {
  readonly json?: true;
}

const HELP = `
Examples:
  switchyard init                  in this folder
  switchyard init services/support
  switchyard init && switchyard check

Writes policy.yaml, catalog.yaml with its lock, schemas for an editor and a CI workflow.
A file that is there is never touched.

Exit codes: 0 all is written, 2 a file cannot be written, 3 files were in the way and
were kept: compare and merge them.
`;

/** Adds `switchyard init`. */
export function addInitCommand(program: Command, shell: Shell): void {
  program
    .command("init")
    .description("write a first policy, its catalogue and a check for every change")
    .argument("[folder]", "where to", ".")
    .option("--json", "one JSON object on stdout, nothing else")
    .allowExcessArguments(false)
    .addHelpText("after", HELP)
    .action((folder: string, options: InitOptions) =>
      runCommand(shell, async () => {
        const { runInit } = await import("./run-init.ts");
        return runInit(folder, options, shell);
      }),
    );
}
