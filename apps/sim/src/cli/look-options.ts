import { Option, type Command } from "commander";

/** For whom the screen's colours are chosen: a dark terminal, a light one, or nobody. */
export const THEME_NAMES = ["dark", "light", "none"] as const;
export type ThemeName = (typeof THEME_NAMES)[number];

/** How a command shows what happens. */
export interface LookOptions {
  /** Lines, also on a terminal. */
  readonly plain?: true;
  /** No character outside ASCII. */
  readonly ascii?: true;
  /** Sentences and keys, for a reader that speaks the terminal. */
  readonly screenReader?: true;
  /** Default: what the terminal tells of its background, else dark. */
  readonly theme?: ThemeName;
  /** One JSON object. */
  readonly json?: true;
}

/** Adds the options to a command. */
export function addLookOptions(command: Command): Command {
  return command
    .option("--plain", "lines instead of the screen")
    .option("--ascii", "no character outside ASCII")
    .addOption(
      new Option(
        "--theme <name>",
        "colours for a dark or a light terminal, or none; default: as the terminal tells, else dark",
      ).choices(THEME_NAMES),
    )
    .option("--screen-reader", "sentences to listen to instead of the screen, with its keys")
    .option("--json", "one JSON object on stdout, nothing else");
}
