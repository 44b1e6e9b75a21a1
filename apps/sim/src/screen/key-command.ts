import type { Key } from "ink";

/** What a key asks for. */
export type KeyCommand =
  | "quit"
  | "pause"
  | "step"
  | "step-back"
  | "slower"
  | "faster"
  | "fastest"
  | "back"
  | "forward"
  | "far-back"
  | "far-forward"
  | "oldest"
  | "newest"
  | "next-fault"
  | "costs"
  | "help"
  | "close-page";

const COMMANDS: Readonly<Record<string, KeyCommand>> = {
  q: "quit",
  " ": "pause",
  ".": "step",
  ",": "step-back",
  "[": "slower",
  "]": "faster",
  m: "fastest",
  "0": "oldest",
  G: "newest",
  n: "next-fault",
  c: "costs",
  "?": "help",
};

/** The command of a key press; undefined for a key that means nothing. */
export function keyCommand(
  input: string,
  key: Pick<Key, "ctrl" | "escape" | "shift" | "leftArrow" | "rightArrow" | "home" | "end">,
): KeyCommand | undefined {
  if (key.escape) return "close-page";
  if (key.leftArrow) return key.shift ? "far-back" : "back";
  if (key.rightArrow) return key.shift ? "far-forward" : "forward";
  if (key.home) return "oldest";
  if (key.end) return "newest";
  if (key.ctrl) return input === "c" ? "quit" : undefined;
  return COMMANDS[input];
}
