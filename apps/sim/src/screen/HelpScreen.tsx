import { Box } from "ink";
import type { ReactElement } from "react";
import { fitLine, type Line } from "./line.ts";
import { LineView } from "./LineView.tsx";
import { PROVIDER_MARKS, RUNG_MARKS, type Mark } from "./marks.ts";
import { Panel } from "./Panel.tsx";
import type { ScreenSize } from "./screen-size.ts";

const KEY_COLUMNS = 10;

const KEYS: readonly (readonly [string, string])[] = [
  ["↑ ↓ tab", "choose a line, the next panel"],
  ["enter", "asks of a provider or route; one ask with its ladder and reasons"],
  ["a  /", "the last asks; filter by route:x risk:x segment:x provider:x outcome:x"],
  ["space", "pause and go on"],
  [". ,", "one event on, one event back"],
  ["← →", "10 seconds back, 10 seconds on; with Shift 100"],
  ["n", "on to the next fault or breaker that opens"],
  ["0 G", "the oldest that is kept, the newest"],
  ["[ ] m", "slower, faster, as fast as it goes"],
  ["c", "costs by route, savings by control"],
  ["esc q", "back; stop, leave, print the report"],
];

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

/** What the keys do and what the glyphs mean. */
export function HelpScreen({ size }: { readonly size: ScreenSize }): ReactElement {
  const { columns, rows } = size;
  const lines: readonly Line[] = [
    ...KEYS.map(explain),
    [{ text: " " }],
    legend("providers", PROVIDER_LEGEND),
    legend("rungs", Object.values(RUNG_MARKS)),
    [{ text: " " }],
    ...MEANINGS.map(explain),
  ];
  if (rows < lines.length + 2) {
    return (
      <Box flexDirection="column" width={columns} height={rows}>
        {lines.slice(0, rows).map((line, index) => (
          <LineView key={index} line={fitLine(line, columns)} />
        ))}
      </Box>
    );
  }
  return <Panel title="Help" lines={lines} width={columns} height={rows} />;
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
