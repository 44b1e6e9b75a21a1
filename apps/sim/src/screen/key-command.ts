import type { Key } from "ink";

/** What a key asks for. */
export type KeyCommand =
  "quit" | "pause" | "step" | "slower" | "faster" | "fastest" | "costs" | "help" | "close-page";

const COMMANDS: Readonly<Record<string, KeyCommand>> = {
  q: "quit",
  " ": "pause",
  ".": "step",
  "[": "slower",
  "]": "faster",
  m: "fastest",
  c: "costs",
  "?": "help",
};

/** The command of a key press; undefined for a key that means nothing. */
export function keyCommand(
  input: string,
  { ctrl, escape }: Pick<Key, "ctrl" | "escape">,
): KeyCommand | undefined {
  if (escape) return "close-page";
  if (ctrl) return input === "c" ? "quit" : undefined;
  return COMMANDS[input];
}
