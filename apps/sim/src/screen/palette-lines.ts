import { formatClock } from "../format/quantity.ts";
import { choicesOf, DRAFT_ROWS, type DraftRow, type TargetChoice } from "../hands/fault-draft.ts";
import type { FaultView } from "../view/fault-view.ts";
import { cursorLine, fitLine, type Line } from "./line.ts";
import { COLORS } from "./marks.ts";
import { faultRow, type Palette } from "./palette.ts";
import { tableLine, withFlexible } from "./table.ts";

const CAPTION_COLUMNS = 10;

const CAPTIONS: Readonly<Record<DraftRow, string>> = {
  kind: "what",
  target: "whom",
  strength: "how much",
  length: "how long",
};

/** The form: one line for each thing to choose, and what Enter does with it. */
export function formLines(
  { draft, row, instead }: Palette,
  targets: readonly TargetChoice[],
  width: number,
): readonly Line[] {
  const rows = DRAFT_ROWS.map((each) => {
    const chosen = choicesOf(draft, each, targets)[draft[each]] ?? "";
    const line: Line = [
      ...fitLine([{ text: CAPTIONS[each], dim: true }], CAPTION_COLUMNS),
      { text: `◂ ${chosen} ▸` },
    ];
    return cursorLine(fitLine(line, width), each === row);
  });
  const effect =
    instead === undefined ? "begins it now" : `ends ${instead} and begins this in its place`;
  return [...rows, [{ text: "enter", bold: true }, { text: ` ${effect}` }]];
}

/** The faults in force, one a line. */
export function inForceLines(
  faults: readonly FaultView[],
  row: string,
  width: number,
): readonly Line[] {
  if (faults.length === 0) return [[{ text: "no fault is in force", dim: true }]];
  const columns = withFlexible(
    [
      { caption: "", width: 24 },
      { caption: "", width: 18 },
      { caption: "", width: 0 },
      { caption: "", width: 22 },
    ],
    2,
    width,
  );
  return faults.map(({ id, kind, target, fromMs, hits }) => {
    const cells: readonly Line[] = [
      [{ text: `✖ ${id}`, color: COLORS.fail }],
      [{ text: kind }],
      [{ text: target }],
      [{ text: `since ${formatClock(fromMs)}, ${hits} calls`, dim: true }],
    ];
    return cursorLine(tableLine(columns, cells), faultRow(id) === row);
  });
}
