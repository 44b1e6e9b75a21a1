import type { KeyCommand } from "./key-command.ts";
import { CLOSED_PALETTE, type Palette } from "./palette.ts";
import { NO_POLICY, typePath, type PolicyPage } from "./policy-page.ts";

/** A panel of the overview that the cursor may be in, in the order of Tab. */
export const FOCUSES = ["events", "providers", "routes"] as const;
export type Focus = (typeof FOCUSES)[number];

export type Page = "overview" | "asks" | "ask" | "costs" | "faults" | "policy" | "help";

/** Where the viewer is. */
export interface Navigation {
  /** The page that is shown, last, and those under it. Never empty. */
  readonly pages: readonly Page[];
  readonly focus: Focus;
  /** The chosen line of each list by its key; absent: the first. */
  readonly chosen: Readonly<Partial<Record<ListName, string | undefined>>>;
  /** The ask whose page is shown. */
  readonly askId?: string;
  /** What the list of asks is filtered by, as typed. */
  readonly filter: string;
  /** Whether keys are text: of the path on the page of the policy, elsewhere of the filter. */
  readonly isTyping: boolean;
  readonly palette: Palette;
  readonly policy: PolicyPage;
}

export type ListName = Focus | "asks" | "help";

/** The keys of each list's lines as they are shown, first to last. */
export type Lists = Readonly<Record<ListName, readonly string[]>>;

export const AT_START: Navigation = {
  pages: ["overview"],
  focus: "events",
  chosen: {},
  filter: "",
  isTyping: false,
  palette: CLOSED_PALETTE,
  policy: NO_POLICY,
};

/** Longer filters fit no screen. */
const FILTER_LENGTH_MAX = 60;

/** A command that moves the viewer; the others move the run. */
export type NavigationCommand = Extract<
  KeyCommand,
  | "up"
  | "down"
  | "next-panel"
  | "open"
  | "close-page"
  | "filter"
  | "asks"
  | "costs"
  | "faults"
  | "policy"
  | "help"
>;

export function pageOf({ pages }: Navigation): Page {
  return pages.at(-1) ?? "overview";
}

/** The list that the cursor is in; undefined: the page has none. */
export function listOf(nav: Navigation): ListName | undefined {
  const page = pageOf(nav);
  if (page === "overview") return nav.focus;
  return page === "asks" || page === "help" ? page : undefined;
}

/** The chosen line's key; undefined: the list is empty. */
export function chosenOf(nav: Navigation, list: ListName, lists: Lists): string | undefined {
  const chosen = nav.chosen[list];
  return chosen !== undefined && lists[list].includes(chosen) ? chosen : lists[list][0];
}

/**
 * The place after a command. Pure.
 *
 * @param askOf the ask of a line of events; undefined: it is not of one
 */
export function navigate(
  nav: Navigation,
  command: NavigationCommand,
  lists: Lists,
  askOf: (eventKey: string) => string | undefined,
): Navigation {
  switch (command) {
    case "up":
      return moveBy(nav, lists, -1);
    case "down":
      return moveBy(nav, lists, 1);
    case "next-panel":
      return pageOf(nav) === "overview" ? { ...nav, focus: nextFocus(nav.focus) } : nav;
    case "open":
      return openChosen(nav, lists, askOf);
    case "close-page":
      return nav.pages.length === 1 ? nav : { ...nav, pages: nav.pages.slice(0, -1) };
    case "filter":
      return { ...toPage(nav, "asks"), isTyping: true };
    case "asks":
    case "costs":
    case "faults":
    case "policy":
    case "help":
      return pageOf(nav) === command
        ? { ...nav, pages: nav.pages.slice(0, -1) }
        : toPage(nav, command);
    default:
      return command satisfies never;
  }
}

/** The keys without a character that end a text or shorten it. */
export interface TypedKeys {
  readonly return: boolean;
  readonly escape: boolean;
  readonly backspace: boolean;
}

/** The place after keys were typed into the text of its page. */
export function typeText(nav: Navigation, input: string, key: TypedKeys): Navigation {
  if (pageOf(nav) !== "policy") return typeFilter(nav, input, key);
  if (key.escape || key.return) return { ...nav, isTyping: false };
  return { ...nav, policy: typePath(nav.policy, printable(input), key.backspace) };
}

function typeFilter(nav: Navigation, input: string, key: TypedKeys): Navigation {
  if (key.escape) return { ...nav, isTyping: false, filter: "" };
  if (key.return) return { ...nav, isTyping: false };
  const filter = key.backspace
    ? [...nav.filter].slice(0, -1).join("")
    : `${nav.filter}${printable(input)}`.slice(0, FILTER_LENGTH_MAX);
  return { ...nav, filter, chosen: { ...nav.chosen, asks: undefined } };
}

function printable(input: string): string {
  return [...input].filter((character) => character >= " " && character !== "\u007F").join("");
}

function moveBy(nav: Navigation, lists: Lists, by: 1 | -1): Navigation {
  const list = listOf(nav);
  if (list === undefined) return nav;
  const keys = lists[list];
  const from = keys.indexOf(chosenOf(nav, list, lists) ?? "");
  const key = keys[Math.min(keys.length - 1, Math.max(0, from + by))];
  return key === undefined ? nav : { ...nav, chosen: { ...nav.chosen, [list]: key } };
}

/** A provider or route opens its asks; a line of events and an ask open that ask. */
function openChosen(
  nav: Navigation,
  lists: Lists,
  askOf: (eventKey: string) => string | undefined,
): Navigation {
  const list = listOf(nav);
  const key = list === undefined ? undefined : chosenOf(nav, list, lists);
  // What the help offers is done by whoever shows it.
  if (list === undefined || key === undefined || list === "help") return nav;
  if (list === "providers") return { ...toPage(nav, "asks"), filter: `provider:${key}` };
  if (list === "routes") return { ...toPage(nav, "asks"), filter: `route:${key}` };
  const askId = list === "asks" ? key : askOf(key);
  return askId === undefined ? nav : { ...toPage(nav, "ask"), askId };
}

/** A page is in the stack once, so that Escape always gets to the overview. */
function toPage(nav: Navigation, page: Page): Navigation {
  return { ...nav, pages: [...nav.pages.filter((each) => each !== page), page] };
}

function nextFocus(focus: Focus): Focus {
  return FOCUSES[(FOCUSES.indexOf(focus) + 1) % FOCUSES.length] ?? focus;
}
