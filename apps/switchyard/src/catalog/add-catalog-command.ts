import type { Command } from "commander";
import type { Shell } from "../program.ts";
import { readDate } from "../read-date.ts";
import type { RefreshOptions } from "../refresh-catalog.ts";
import { runCommand } from "../run-command.ts";

/** What the reading commands of `switchyard catalog` were asked to do. */
export interface CatalogOptions {
  readonly catalog: string;
  readonly json?: true;
}

/** What `switchyard catalog list` was asked to do. */
export interface ListOptions extends CatalogOptions {
  /** Instant that stands for now, epoch milliseconds. */
  readonly date: number;
}

const HELP = `
Examples:
  switchyard catalog list
  switchyard catalog show openai/gpt-6-luna --json
  switchyard catalog refresh                       look up what ./catalog.yaml leaves out
  switchyard catalog refresh other.yaml --check    say what would change, write nothing

Exit codes: 0 fine, 1 the lock is not what it should be (--check), 2 bad usage or a bad file.
`;

/** Adds `switchyard catalog` with its commands. */
export function addCatalogCommand(program: Command, shell: Shell): void {
  const catalog = program.command("catalog").description("model catalogues");
  catalog.addHelpText("after", HELP);
  catalog
    .command("list")
    .description("the models, with what a route compares, and what is stale")
    .option("--catalog <file>", "the catalogue", "catalog.yaml")
    .option("--date <day>", "the day that stands for today, YYYY-MM-DD", readDate, Date.now())
    .option("--json", "one JSON object on stdout, nothing else")
    .allowExcessArguments(false)
    .addHelpText("after", HELP)
    .action((options: ListOptions) =>
      runCommand(shell, async () => {
        const { listModels } = await import("./list-models.ts");
        return listModels(options, shell);
      }),
    );
  catalog
    .command("show")
    .argument("<model>", "provider/model")
    .description("one model with all its facts resolved, and its scores")
    .option("--catalog <file>", "the catalogue", "catalog.yaml")
    .option("--json", "one JSON object on stdout, nothing else")
    .allowExcessArguments(false)
    .addHelpText("after", HELP)
    .action((model: string, options: CatalogOptions) =>
      runCommand(shell, async () => {
        const { showModel } = await import("./show-model.ts");
        return showModel(model, options, shell);
      }),
    );
  catalog
    .command("refresh")
    .argument("[file]", "the catalogue", "catalog.yaml")
    .description("write catalog.lock.json: prices and context windows that the catalogue omits")
    .option("--check", "write nothing; exit 1 when the lock would change")
    .option("--json", "one JSON object on stdout, nothing else")
    .allowExcessArguments(false)
    .addHelpText("after", HELP)
    .action((file: string, options: RefreshOptions) =>
      runCommand(shell, async () => {
        const { refreshCatalog } = await import("../refresh-catalog.ts");
        return refreshCatalog(file, options, shell);
      }),
    );
}
