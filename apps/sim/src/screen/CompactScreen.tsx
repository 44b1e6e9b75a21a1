import { Box } from "ink";
import type { ReactElement } from "react";
import { formatMoney, formatRate, formatShare } from "../format/quantity.ts";
import { providerState } from "../view/provider-view.ts";
import { tightestFirst } from "../view/tightest-first.ts";
import { readTraffic } from "../view/traffic-window.ts";
import type { ViewModel } from "../view/view-model.ts";
import { checkCounts } from "./check-lines.ts";
import { chosenIn } from "./chosen-in.ts";
import { eventLines } from "./event-lines.ts";
import type { Frame } from "./frame.ts";
import { CURSOR, fitLine, isCursorLine, spreadLine, type Line } from "./line.ts";
import { LineView } from "./LineView.tsx";
import { PROVIDER_MARKS } from "./marks.ts";
import type { ScreenSize } from "./screen-size.ts";
import { clockText, footerLine } from "./status-lines.ts";
import { tableLine, type Column } from "./table.ts";
import { timelineLine } from "./timeline-lines.ts";

const PROVIDERS_MAX = 5;

const PROVIDER_COLUMNS: readonly Column[] = [
  { caption: "provider", width: 12 },
  { caption: "state", width: 11 },
  { caption: "calls/s", width: 7, align: "right" },
  { caption: "ok", width: 8, align: "right" },
];

/** The layout below 80 x 24: no frames, one line for each thing that matters. */
export function CompactScreen({
  frame,
  size,
}: {
  readonly frame: Frame;
  readonly size: ScreenSize;
}): ReactElement {
  const { model } = frame;
  const { columns, rows } = size;
  const lines: readonly Line[] = [
    spreadLine([{ text: model.scenario, bold: true }], [clockSpan(model)], columns),
    timelineLine(model, columns),
    ...compactProviders(model).slice(0, PROVIDERS_MAX),
    tightestBudget(model),
    ...(frame.checks.length === 0
      ? []
      : [spreadLine([{ text: "expectations" }], checkCounts(frame.checks), columns)]),
  ];
  const events = eventLines(
    model,
    columns,
    Math.max(0, rows - lines.length - 1),
    chosenIn(frame, "events"),
  );
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      {[...lines, ...events].map((line, index) => (
        <LineView
          key={index}
          line={fitLine(isCursorLine(line) ? [{ text: CURSOR }, ...line] : line, columns)}
        />
      ))}
      <Box flexGrow={1} />
      <LineView line={footerLine(frame, columns)} />
    </Box>
  );
}

/** The layout below 48 x 14: where we are, and how it goes. */
export function OneLineScreen({
  frame,
  size,
}: {
  readonly frame: Frame;
  readonly size: ScreenSize;
}): ReactElement {
  const { model, checks, verdict } = frame;
  const rest: Line =
    verdict === undefined
      ? [{ text: " " }, ...oneLineChecks(checks), { text: model.scenario }]
      : [{ text: ` ${verdict.text}` }];
  return <LineView line={fitLine([clockSpan(model), ...rest], size.columns)} />;
}

function oneLineChecks(checks: Frame["checks"]): Line {
  return checks.length === 0 ? [] : [...checkCounts(checks), { text: " " }];
}

function clockSpan(model: ViewModel): Line[number] {
  return { text: clockText(model), bold: true };
}

function compactProviders(model: ViewModel): readonly Line[] {
  const { nowAtMs, startedAtMs } = model;
  return Object.values(model.providers).map((provider) => {
    const { glyph, word, color } = PROVIDER_MARKS[providerState(provider, nowAtMs, startedAtMs)];
    const { perSecond, goodShare } = readTraffic(provider.window, nowAtMs, startedAtMs);
    const cells: readonly Line[] = [
      [{ text: provider.id }],
      [{ text: `${glyph} ${word}`, color }],
      [{ text: `${formatRate(perSecond)}/s` }],
      [{ text: formatShare(goodShare) }],
    ];
    return tableLine(PROVIDER_COLUMNS, cells);
  });
}

function tightestBudget(model: ViewModel): Line {
  const [tightest] = tightestFirst(model);
  if (tightest === undefined) return [{ text: "no budget", dim: true }];
  const { view, reading } = tightest;
  const money = `${formatMoney(reading.spentMicroUsd)} of ${formatMoney(reading.capMicroUsd)}`;
  return [{ text: `budget ${view.budget.id} ${money} ${formatShare(reading.usedShare)}` }];
}
