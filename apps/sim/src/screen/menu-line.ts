import type { Frame } from "./frame.ts";
import { lineWidth, type Line } from "./line.ts";
import { pageOf, type Page } from "./navigation.ts";

/** A key and what it does here. */
type MenuItem = readonly [key: string, meaning: string];

/** Keys that change the run: there are none where it is only watched. */
const HANDS: ReadonlySet<string> = new Set(["f", "p", "s"]);
const HELP: MenuItem = ["?", "help"];
const TIME: readonly MenuItem[] = [
  [", .", "step"],
  ["← →", "10 s"],
  ["n", "next fault"],
  ["[ ]", "speed"],
  ["m", "max"],
];

/** What can be done on each page, the most wanted first. */
const MENUS: Readonly<Record<Page, readonly MenuItem[]>> = {
  overview: [
    ["f", "faults"],
    ["p", "policy"],
    ["a", "asks"],
    ["enter", "open"],
    ["tab", "panel"],
    ["/", "filter"],
    ["c", "costs"],
    ...TIME,
    ["s", "save"],
    ["↑ ↓", "line"],
  ],
  asks: [["↑ ↓", "line"], ["enter", "open"], ["/", "filter"], ["esc", "back"], ...TIME],
  ask: [["esc", "back"], ["a", "asks"], ...TIME],
  costs: [["esc", "back"], ...TIME],
  faults: [
    ["↑ ↓", "row"],
    ["← →", "change"],
    ["enter", "do it"],
    ["x", "end"],
    ["s", "save"],
    ["esc", "back"],
  ],
  policy: [
    ["enter", "do it"],
    ["p", "file"],
    ["← →", "others"],
    ["esc", "back"],
    ["↑ ↓", "scroll"],
  ],
  help: [
    ["↑ ↓", "line"],
    ["enter", "do it"],
    ["esc", "back"],
  ],
};

const FILTER_KEYS: readonly MenuItem[] = [
  ["enter", "keep"],
  ["esc", "clear"],
];
const PATH_KEYS: readonly MenuItem[] = [
  ["enter", "read it"],
  ["esc", "stop typing"],
];

/** The keys of this page; what there is no room for is in the help. */
export function menuLine({ nav, pace, targets, notice }: Frame, width: number): Line {
  if (notice !== undefined) return [{ text: notice, bold: true }];
  if (nav.isTyping) return itemsLine(pageOf(nav) === "policy" ? PATH_KEYS : FILTER_KEYS);
  const first: MenuItem = ["space", pace.isPaused ? "go on" : "pause"];
  const last: readonly MenuItem[] = [HELP, ["q", "quit"]];
  const shown: MenuItem[] = [];
  for (const item of MENUS[pageOf(nav)]) {
    if (HANDS.has(item[0]) && targets === undefined) continue;
    if (lineWidth(itemsLine([first, ...shown, item, ...last])) > width) break;
    shown.push(item);
  }
  return itemsLine([first, ...shown, ...last]);
}

function itemsLine(items: readonly MenuItem[]): Line {
  return items.flatMap(([key, meaning], index): Line => [
    { text: key, bold: true },
    { text: ` ${meaning}${index === items.length - 1 ? "" : "  "}`, dim: true },
  ]);
}
