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
  | "up"
  | "down"
  | "next-panel"
  | "open"
  | "filter"
  | "asks"
  | "costs"
  | "faults"
  | "end-fault"
  | "policy"
  | "save"
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
  j: "down",
  k: "up",
  "/": "filter",
  a: "asks",
  c: "costs",
  f: "faults",
  x: "end-fault",
  p: "policy",
  s: "save",
  "?": "help",
};

/** The keys without a character that mean something. */
export type CommandKeys = Pick<
  Key,
  | "ctrl"
  | "escape"
  | "shift"
  | "return"
  | "tab"
  | "leftArrow"
  | "rightArrow"
  | "upArrow"
  | "downArrow"
  | "home"
  | "end"
>;

/** The command of a key press; undefined for a key that means nothing. */
export function keyCommand(input: string, key: CommandKeys): KeyCommand | undefined {
  if (key.escape) return "close-page";
  if (key.leftArrow) return key.shift ? "far-back" : "back";
  if (key.rightArrow) return key.shift ? "far-forward" : "forward";
  if (key.upArrow) return "up";
  if (key.downArrow) return "down";
  if (key.tab) return "next-panel";
  if (key.return) return "open";
  if (key.home) return "oldest";
  if (key.end) return "newest";
  if (key.ctrl) return input === "c" ? "quit" : undefined;
  return COMMANDS[input];
}
