import type { PolicyHand } from "../hands/create-policy-hand.ts";
import type { PolicyReading } from "../hands/read-policy.ts";
import type { KeyCommand } from "./key-command.ts";
import { readingLines } from "./policy-lines.ts";
import { MIN_COLUMNS } from "./screen-size.ts";

/** The page of the policy: which file is looked at, and what it came to. */
export interface PolicyPage {
  /** As it was typed or chosen. */
  readonly path: string;
  /** What the file of that path came to. Absent: it was not read. */
  readonly reading?: PolicyReading;
  /** The first line that is shown of it. */
  readonly top: number;
}

/** What a key on the page asks to be done. */
export type PolicyDeed =
  | { readonly kind: "type" }
  | { readonly kind: "read"; readonly path: string }
  | { readonly kind: "push"; readonly reading: PolicyReading };

export interface PolicyStep {
  readonly page: PolicyPage;
  readonly deed?: PolicyDeed;
}

export const NO_POLICY: PolicyPage = { path: "", top: 0 };

/** Longer paths fit no screen. */
const PATH_LENGTH_MAX = 200;

/** A command that means something else here than elsewhere. */
export type PolicyCommand = Extract<
  KeyCommand,
  "up" | "down" | "back" | "forward" | "open" | "policy"
>;

export function isPolicyCommand(command: KeyCommand): command is PolicyCommand {
  const commands: readonly KeyCommand[] = ["up", "down", "back", "forward", "open", "policy"];
  return commands.includes(command);
}

/** The page after a key, and what is to be done. Pure. */
export function stepPolicy(
  page: PolicyPage,
  command: PolicyCommand,
  known: ReturnType<PolicyHand["known"]>,
): PolicyStep {
  switch (command) {
    case "up":
      return { page: { ...page, top: Math.max(0, page.top - 1) } };
    case "down":
      return { page: { ...page, top: Math.min(page.top + 1, lastLine(page)) } };
    case "back":
      return choose(page, known, -1);
    case "forward":
      return choose(page, known, 1);
    case "open":
      return { page, deed: deedOf(page) };
    case "policy":
      return { page, deed: { kind: "type" } };
    default:
      return command satisfies never;
  }
}

/** The page after keys were typed into the path. */
export function typePath(page: PolicyPage, text: string, isBackspace: boolean): PolicyPage {
  const path = isBackspace ? [...page.path].slice(0, -1).join("") : `${page.path}${text}`;
  return { path: path.slice(0, PATH_LENGTH_MAX), top: 0 };
}

/** A file is read before it is pushed. */
function deedOf({ path, reading }: PolicyPage): PolicyDeed {
  if (path === "") return { kind: "type" };
  return reading === undefined ? { kind: "read", path } : { kind: "push", reading };
}

function choose(page: PolicyPage, known: readonly string[], by: 1 | -1): PolicyStep {
  const at = known.indexOf(page.path);
  const path = known[(at + by + known.length) % known.length] ?? page.path;
  return { page: { path, top: 0 }, deed: { kind: "read", path } };
}

function lastLine({ reading }: PolicyPage): number {
  return reading === undefined ? 0 : Math.max(0, readingLines(reading, MIN_COLUMNS).length - 1);
}
