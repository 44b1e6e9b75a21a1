import { Command } from "commander";
import { addCostsCommand } from "./costs/add-costs-command.ts";
import { refreshCatalog, type RefreshOptions } from "./refresh-catalog.ts";

/** The part of the process a command may touch. */
export interface Shell {
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  readonly exit: (code: number) => void;
}

const EXAMPLES = `
Examples:
  switchyard catalog refresh                       look up what ./catalog.yaml leaves out
  switchyard catalog refresh other.yaml --check    say what would change, write nothing
  switchyard costs events.jsonl                    cost per successful task, and the waste

Exit codes: 0 fine, 1 the lock is not what it should be (--check), 2 bad usage or a bad file.
`;

/** The command line. A command that fails says why and sets the exit code. */
export function createProgram(shell: Shell): Command {
  const program = new Command("switchyard")
    .description("Tends routing policies and model catalogues, and reads what they cost.")
    .configureOutput({ writeOut: shell.write, writeErr: shell.writeError })
    .exitOverride()
    .addHelpText("after", EXAMPLES);

  program
    .command("catalog")
    .description("model catalogues")
    .command("refresh")
    .argument("[file]", "the catalogue", "catalog.yaml")
    .description("write catalog.lock.json: prices and context windows that the catalogue omits")
    .option("--check", "write nothing; exit 1 when the lock would change")
    .option("--json", "one JSON object on stdout, nothing else")
    .allowExcessArguments(false)
    .action((file: string, options: RefreshOptions) => {
      shell.exit(refreshCatalog(file, options, shell));
    });
  addCostsCommand(program, shell);
  return program;
}
