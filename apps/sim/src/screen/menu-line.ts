import type { Frame } from "./frame.ts";
import { lineWidth, type Line } from "./line.ts";
import { pageOf, type Page } from "./navigation.ts";

/** A key and what it does here. */
type MenuItem = readonly [key: string, meaning: string];

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
    ["↑ ↓", "line"],
    ["enter", "open"],
    ["tab", "panel"],
    ["a", "asks"],
    ["/", "filter"],
    ["f", "faults"],
    ["c", "costs"],
    ...TIME,
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
  help: [
    ["↑ ↓", "line"],
    ["enter", "do it"],
    ["esc", "back"],
  ],
};

/** The keys of this page; what there is no room for is in the help. */
export function menuLine({ nav, pace, targets, notice }: Frame, width: number): Line {
  if (notice !== undefined) return [{ text: notice, bold: true }];
  if (nav.isTyping)
    return itemsLine([
      ["enter", "keep"],
      ["esc", "clear"],
    ]);
  const first: MenuItem = ["space", pace.isPaused ? "go on" : "pause"];
  const last: readonly MenuItem[] = [HELP, ["q", "quit"]];
  const shown: MenuItem[] = [];
  for (const item of MENUS[pageOf(nav)]) {
    if (item[0] === "f" && targets === undefined) continue;
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
