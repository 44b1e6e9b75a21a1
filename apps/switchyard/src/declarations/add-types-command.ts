import type { Command } from "commander";
import type { Shell } from "../program.ts";
import { runCommand } from "../run-command.ts";

/** What `switchyard types` was asked to do. */
export interface TypesOptions {
  readonly json?: true;
}

const HELP = `
Examples:
  switchyard types > src/policy-types.d.ts
  switchyard types prod.yaml --json

In code: const router: PolicyRouter = createRouter({ policy: "policy.yaml" }), and \`ask\`
takes no other intent and no other risk.

Exit codes: 0 fine, 2 bad usage or a bad file.
`;

/** Adds `switchyard types`. */
export function addTypesCommand(program: Command, shell: Shell): void {
  program
    .command("types")
    .description("print TypeScript types of a YAML policy's intents, risks and other names")
    .argument("[file]", "policy file or builtin/NAME", "policy.yaml")
    .option("--json", "the names as one JSON object")
    .allowExcessArguments(false)
    .addHelpText("after", HELP)
    .action((file: string, options: TypesOptions) =>
      runCommand(shell, async () => {
        const { printTypes } = await import("./print-types.ts");
        return printTypes(file, options, shell);
      }),
    );
}
