import type { KeyCommand } from "./key-command.ts";

/** Something to do, its key, and what it means. */
export interface Action {
  readonly command: KeyCommand;
  readonly key: string;
  readonly words: string;
}

/** Everything that can be done from anywhere, the most wanted first: the help is its menu. */
export const ACTIONS: readonly Action[] = [
  { command: "pause", key: "space", words: "pause and go on" },
  { command: "faults", key: "f", words: "begin, end and change faults, while a rehearsal runs" },
  { command: "policy", key: "p", words: "switch the policy, and see first what changes" },
  { command: "save", key: "s", words: "save what was done as a scenario file" },
  { command: "asks", key: "a", words: "the last asks; one opens with its ladder and reasons" },
  {
    command: "filter",
    key: "/",
    words: "filter asks: route:x risk:x segment:x provider:x outcome:x",
  },
  { command: "costs", key: "c", words: "costs by route, savings by control" },
  { command: "next-fault", key: "n", words: "on to the next fault or breaker that opens" },
  { command: "step", key: ".", words: "one event on" },
  { command: "step-back", key: ",", words: "one event back" },
  { command: "back", key: "←", words: "10 seconds back; with Shift 100" },
  { command: "forward", key: "→", words: "10 seconds on; with Shift 100" },
  { command: "oldest", key: "0", words: "the oldest that is kept" },
  { command: "newest", key: "G", words: "the newest" },
  { command: "slower", key: "[", words: "slower" },
  { command: "faster", key: "]", words: "faster" },
  { command: "fastest", key: "m", words: "as fast as it goes" },
  { command: "quit", key: "q", words: "stop, leave, print the report" },
];
