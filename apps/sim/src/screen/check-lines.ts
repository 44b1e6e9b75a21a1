import type { CheckLine } from "./frame.ts";
import { spreadLine, type Line } from "./line.ts";
import { CHECK_MARKS, COLORS, type CheckState } from "./marks.ts";

/** How many expectations hold, are open and fail. */
export function checkCounts(checks: readonly CheckLine[]): Line {
  const count = (state: CheckState): number =>
    checks.filter((check) => check.state === state).length;
  const failing = count("failing");
  return [
    { text: `✔ ${count("ok")}`, color: COLORS.ok },
    { text: `  · ${count("pending")}`, color: COLORS.quiet },
    { text: `  ✖ ${failing}`, color: failing === 0 ? COLORS.quiet : COLORS.fail },
  ];
}

/** One line per expectation; those that fail come first when there is no room for all. */
export function checkLines(
  checks: readonly CheckLine[],
  width: number,
  height: number,
): readonly Line[] {
  const urgency: readonly CheckState[] = ["failing", "pending", "ok"];
  const shown =
    checks.length <= height
      ? checks
      : checks.toSorted((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state));
  return shown.slice(0, height).map((check) => checkLine(check, width));
}

function checkLine({ text, shortText, state, actual }: CheckLine, width: number): Line {
  const { glyph, color } = CHECK_MARKS[state];
  const room = width - [...glyph, ...actual].length - 2;
  return spreadLine(
    [
      { text: `${glyph} `, color },
      { text: [...text].length <= room ? text : shortText, bold: state === "failing" },
    ],
    [{ text: actual, color }],
    width,
  );
}
