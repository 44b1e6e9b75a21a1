import type { Command } from "commander";
import type { ExitCode } from "./exit-code.ts";
import { addLookOptions, type LookOptions } from "./look-options.ts";
import { readSpeed } from "./option-values.ts";
import type { Shell } from "./shell.ts";

/** What `sim watch` was asked to do. */
export interface WatchOptions extends LookOptions {
  /** A policy file or `builtin/NAME`: shows budgets with their caps, and the lines responsible. */
  readonly policy?: string;
  readonly catalog?: string;
  /** Recorded seconds per second; `Infinity` for `max`. */
  readonly speed?: number;
  readonly follow?: true;
}

const EXAMPLES = `
Examples:
  sim watch events.jsonl --follow                a router in production, while it writes
  node app.js | sim watch -                      the same, from its standard output
  sim watch "journal/*.jsonl" --follow --policy policy.yaml
  sim watch run.jsonl --speed 100                what was recorded, 100 seconds in one
  sim watch run.jsonl --json                     what it comes to, one JSON object

Exit codes: 0 watched, 2 bad usage or a bad file, 130 interrupted.
`;

/** Adds `sim watch`. */
export function addWatchCommand(
  program: Command,
  shell: Shell,
  end: (code: ExitCode) => void,
): void {
  addLookOptions(program.command("watch"))
    .description("show a journal, live or recorded, on the same screen")
    .argument("<file>", "a journal or a quoted pattern; - reads standard input as it comes")
    .option("--follow", "go on as the files grow, until you leave")
    .option("--policy <file>", "policy file or builtin/NAME, to show budgets and policy lines")
    .option("--catalog <file>", "model catalogue; default: catalog.yaml beside the policy")
    .option(
      "--speed <x>",
      "recorded seconds per second, or max; default: 20 on a screen, else max",
      readSpeed,
    )
    .allowExcessArguments(false)
    .addHelpText("after", EXAMPLES)
    .action(async (file: string, options: WatchOptions) => {
      const { runWatch } = await import("../watch/run-watch.ts");
      end(await runWatch(file, options, shell));
    });
}
