import type { Command } from "commander";
import type { Shell } from "../program.ts";
import { readSplits, readTaskWindow } from "./option-values.ts";
import type { CostsCommandOptions } from "./print-costs.ts";

const HELP = `
FILES are journals or the events of a rehearsal, patterns such as
"journal/*.jsonl" (quoted), or - for standard input; plain or gzip.

A task is what one user wanted once: asks of the same taskId. Without feedback
it succeeded when its last answer passed its gates and it was not asked again
within --task-window; feedback goes before that.

Examples:
  switchyard costs events.jsonl
  switchyard costs "journal/*.jsonl*" --since 2026-11-01
  switchyard costs events.jsonl --by route,day --markdown
  sim chaos --events run.jsonl && switchyard costs run.jsonl
  switchyard costs "journal/*.jsonl" --follow
  zcat old.gz | switchyard costs --json | jq .costs.total

Exit codes: 0 fine, also where lines were left out (stderr says which); 2 bad
usage or a file that cannot be read.
`;

const NO_FILES = `Name a journal, such as events.jsonl, or - for standard input. See --help.
`;

/** Adds `switchyard costs` to the command line. */
export function addCostsCommand(program: Command, shell: Shell): void {
  program
    .command("costs")
    .description("cost per successful task, and what was wasted on what, from journals")
    .argument("[files...]", "journals, patterns, or -; default: standard input")
    .option(
      "--by <splits>",
      "only these tables: route,intent,segment,model,provider,day",
      readSplits,
    )
    .option("--since <when>", "asks from then on: a day, or an instant such as 2026-11-24T08:00Z")
    .option("--until <when>", "asks until then: a day, which is included, or an instant")
    .option(
      "--task-window <time>",
      "a re-ask within it means no success; default: 10m",
      readTaskWindow,
    )
    .option("--time-zone <name>", "whose days count, such as Europe/Berlin", "UTC")
    .option("--follow", "go on as the files grow, and print anew, until Ctrl-C")
    .option("--markdown", "Markdown instead of plain text")
    .option("--json", "one JSON object on stdout; with --follow, one a line")
    .addHelpText("after", HELP)
    .action(async (files: readonly string[], options: CostsCommandOptions) => {
      const { stdin, stdout, stderr } = process;
      if (files.length === 0 && stdin.isTTY) {
        shell.writeError(NO_FILES);
        shell.exit(2);
        return;
      }
      const { printCosts } = await import("./print-costs.ts");
      const columns = stdout.isTTY ? stdout.columns : undefined;
      const { signal } = endedByInterrupt(options);
      const terminal = { columns, isProgressShown: stderr.isTTY, stdin, signal };
      const sources = files.length === 0 ? ["-"] : files;
      shell.exit(await printCosts(sources, options, shell, terminal));
    });
}

/** Ctrl-C is how following ends; what only reads is interrupted as any program is. */
function endedByInterrupt({ follow }: CostsCommandOptions): AbortController {
  const controller = new AbortController();
  if (follow === true) process.once("SIGINT", () => controller.abort());
  return controller;
}
