import type { Command } from "commander";
import type { Shell } from "../program.ts";
import { readSplits, readTaskWindow } from "./option-values.ts";
import type { CostsCommandOptions } from "./print-costs.ts";

const HELP = `
FILES are journals or the events of a rehearsal, patterns such as "journal/*.jsonl" (quoted), or - for
standard input; plain or gzip. Default: -.

A task is what one user wanted once: asks of the same taskId. Without feedback it succeeded when its last
answer passed its gates and it was not asked again within --task-window; feedback goes before that.

Examples:
  switchyard costs events.jsonl                               all of it
  switchyard costs "journal/*.jsonl*" --since 2026-11-01      from the first of November on
  switchyard costs events.jsonl --by route,day --markdown     two tables, for a report
  sim chaos --events run.jsonl; switchyard costs run.jsonl    what a rehearsed incident costs
  zcat old.jsonl.gz | switchyard costs --json | jq .costs.total.costPerSuccessMicroUsd

Exit codes: 0 fine, also where lines were left out (stderr says which); 2 bad usage or a file that
cannot be read.
`;

/** Adds `switchyard costs` to the command line. */
export function addCostsCommand(program: Command, shell: Shell): void {
  program
    .command("costs")
    .description("cost per successful task, and what was wasted on what, from journals")
    .argument("[files...]", "journals, patterns, or -", ["-"])
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
    .option("--markdown", "Markdown instead of plain text")
    .option("--json", "one JSON object on stdout, nothing else")
    .addHelpText("after", HELP)
    .action(async (files: readonly string[], options: CostsCommandOptions) => {
      const { printCosts } = await import("./print-costs.ts");
      const { stdout, stderr } = process;
      const columns = stdout.isTTY ? stdout.columns : undefined;
      const terminal = { columns, isProgressShown: stderr.isTTY, stdin: process.stdin };
      shell.exit(await printCosts(files, options, shell, terminal));
    });
}
