import type { Command } from "commander";

/** How a command shows what happens. */
export interface LookOptions {
  /** Lines, also on a terminal. */
  readonly plain?: true;
  /** No character outside ASCII. */
  readonly ascii?: true;
  /** Sentences and keys, for a reader that speaks the terminal. */
  readonly screenReader?: true;
  /** One JSON object. */
  readonly json?: true;
}

/** Adds the options to a command. */
export function addLookOptions(command: Command): Command {
  return command
    .option("--plain", "lines instead of the screen")
    .option("--ascii", "no character outside ASCII")
    .option("--screen-reader", "sentences to listen to instead of the screen, with its keys")
    .option("--json", "one JSON object on stdout, nothing else");
}
