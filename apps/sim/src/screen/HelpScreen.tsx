import { Box } from "ink";
import type { ReactElement } from "react";
import { ACTIONS } from "./actions.ts";
import { chosenIn } from "./chosen-in.ts";
import type { Frame } from "./frame.ts";
import { CURSOR, cursorLine, fitLine, isCursorLine, windowStart, type Line } from "./line.ts";
import { LineView } from "./LineView.tsx";
import { PROVIDER_MARKS, RUNG_MARKS, type Mark } from "./marks.ts";
import { Panel } from "./Panel.tsx";
import type { ScreenSize } from "./screen-size.ts";

const KEY_COLUMNS = 10;
const BORDER_ROWS = 2;
const ACTION_ROWS_MIN = 8;

const MEANINGS: readonly (readonly [string, string])[] = [
  ["calls/s", "model calls of the last virtual minute"],
  ["in SLA", "asks a model answered before the caller's deadline"],
  ["rungs", "how much of an answer callers got"],
  ["held", "money reserved for calls in flight"],
  ["each", "all spend of tasks over those that succeeded"],
  ["burn 1×", "the cap lasts exactly its window"],
];

const PROVIDER_LEGEND: readonly Mark[] = [
  PROVIDER_MARKS.ok,
  PROVIDER_MARKS.degraded,
  { ...PROVIDER_MARKS["partly-open"], word: "SOME BREAKERS OPEN" },
  { ...PROVIDER_MARKS.open, word: "ALL OPEN" },
  PROVIDER_MARKS["half-open"],
];

/** The menu of everything that can be done, and what the glyphs mean. */
export function HelpScreen({
  frame,
  size,
}: {
  readonly frame: Frame;
  readonly size: ScreenSize;
}): ReactElement {
  const { columns, rows } = size;
  const legendLines: readonly Line[] = [
    [{ text: " " }],
    legend("providers", PROVIDER_LEGEND),
    legend("rungs", Object.values(RUNG_MARKS)),
    [{ text: " " }],
    ...MEANINGS.map(explain),
  ];
  const isFramed = rows >= legendLines.length + ACTION_ROWS_MIN + BORDER_ROWS;
  const room = rows - (isFramed ? legendLines.length + BORDER_ROWS : 0);
  const lines = [...actionLines(chosenIn(frame, "help"), room), ...legendLines];
  if (!isFramed) {
    return (
      <Box flexDirection="column" width={columns} height={rows}>
        {lines.slice(0, rows).map((line, index) => (
          <LineView
            key={index}
            line={fitLine(isCursorLine(line) ? [{ text: CURSOR }, ...line] : line, columns)}
          />
        ))}
      </Box>
    );
  }
  const note: Line = [{ text: "↑ ↓ choose  enter do it  esc back", dim: true }];
  return <Panel title="Help" note={note} lines={lines} width={columns} height={rows} />;
}

/** The actions around the chosen one. */
function actionLines(chosen: string | undefined, height: number): readonly Line[] {
  const at = ACTIONS.findIndex(({ command }) => command === chosen);
  const from = windowStart(at, ACTIONS.length, height);
  return ACTIONS.slice(from, from + height).map(({ command, key, words }) =>
    cursorLine(explain([key, words]), command === chosen),
  );
}

function explain([key, meaning]: readonly [string, string]): Line {
  return [...fitLine([{ text: key, bold: true }], KEY_COLUMNS), { text: meaning }];
}

function legend(name: string, marks: readonly Mark[]): Line {
  const shown = marks.flatMap(({ glyph, word, color }): Line => [
    { text: `${glyph} ${word}`, color },
    { text: "  " },
  ]);
  return [...fitLine([{ text: name, bold: true }], KEY_COLUMNS), ...shown];
}
