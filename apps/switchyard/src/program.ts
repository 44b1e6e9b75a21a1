import { Command } from "commander";
import { addCatalogCommand } from "./catalog/add-catalog-command.ts";
import { addCheckCommand } from "./check/add-check-command.ts";
import { addCostsCommand } from "./costs/add-costs-command.ts";
import { addDiffCommand } from "./diff/add-diff-command.ts";
import { addTypesCommand } from "./declarations/add-types-command.ts";
import { addEvidenceCommand } from "./evidence/add-evidence-command.ts";
import { addExplainCommand } from "./explain/add-explain-command.ts";
import { addInitCommand } from "./init/add-init-command.ts";

/** The part of the process a command may touch. */
export interface Shell {
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
  /** Whether a person watches the errors, so that progress may be shown. Default false. */
  readonly isWatched?: boolean;
  readonly exit: (code: number) => void;
}

const EXAMPLES = `
Examples:
  switchyard init                                  a first policy, in this folder
  switchyard check                                 what is wrong with ./policy.yaml
  switchyard explain --intent faq --risk low --sla 2s
  switchyard diff main                             what a change of policy really changes
  switchyard evidence check drill-record.json      whether a review would believe it
  switchyard catalog refresh                       look up what ./catalog.yaml leaves out
  switchyard costs events.jsonl                    cost per successful task, and the waste
  switchyard types > switchyard.d.ts               types of the policy's intents and risks

Exit codes: 0 fine, 1 findings, 2 bad usage or a bad file, 3 a human has to decide.
`;

/** The command line. A command that fails says why and sets the exit code. */
export function createProgram(shell: Shell): Command {
  const program = new Command("switchyard")
    .description("Tends routing policies and model catalogues, and reads what they cost.")
    .configureOutput({ writeOut: shell.write, writeErr: shell.writeError })
    .exitOverride()
    .addHelpText("after", EXAMPLES);

  addInitCommand(program, shell);
  addCheckCommand(program, shell);
  addExplainCommand(program, shell);
  addDiffCommand(program, shell);
  addEvidenceCommand(program, shell);
  addTypesCommand(program, shell);
  addCatalogCommand(program, shell);
  addCostsCommand(program, shell);
  return program;
}
