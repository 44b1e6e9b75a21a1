import { Box } from "ink";
import type { ReactElement } from "react";
import { budgetLines } from "./budget-lines.ts";
import { checkCounts, checkLines } from "./check-lines.ts";
import { chosenIn } from "./chosen-in.ts";
import { eventLines } from "./event-lines.ts";
import type { Frame } from "./frame.ts";
import { PANEL_FRAME } from "./heading-line.ts";
import type { Line } from "./line.ts";
import { RUNG_MARKS } from "./marks.ts";
import { Page } from "./Page.tsx";
import { Panel } from "./Panel.tsx";
import { providerLines } from "./provider-lines.ts";
import { routeLines } from "./route-lines.ts";
import type { ScreenSize } from "./screen-size.ts";
import { totalsLine } from "./status-lines.ts";
import { timelineLines } from "./timeline-lines.ts";
import { BORDER_ROWS, wideRows, type WideRows } from "./wide-rows.ts";

const RIGHT_COLUMNS_MIN = 46;
const RIGHT_COLUMNS_MAX = 64;
/** Width from which the right column takes half of what is left. */
const WIDE_COLUMNS = 120;
const BLANK: Line = [{ text: " " }];

interface PartProps {
  readonly frame: Frame;
  readonly width: number;
  readonly heights: WideRows;
}

/** The layout from 120 columns and 34 rows on: two columns of panels over a wide list of events. */
export function WideScreen({
  frame,
  size,
}: {
  readonly frame: Frame;
  readonly size: ScreenSize;
}): ReactElement {
  const { columns, rows } = size;
  const heights = wideRows(frame, rows);
  const spare = Math.floor((columns - WIDE_COLUMNS) / 2);
  const right = Math.min(RIGHT_COLUMNS_MAX, RIGHT_COLUMNS_MIN + spare);
  const under = [BLANK, ...timelineLines(frame.model, columns - 2, heights.faults)];
  return (
    <Page frame={frame} size={size} under={under}>
      <Box flexShrink={0}>
        <TrafficColumn frame={frame} width={columns - right} heights={heights} />
        <LimitsColumn frame={frame} width={right} heights={heights} />
      </Box>
      <Panel
        title="Events"
        note={rungLegend()}
        lines={eventLines(
          frame.model,
          columns - PANEL_FRAME,
          heights.events - BORDER_ROWS,
          chosenIn(frame, "events"),
        )}
        width={columns}
        height={heights.events}
      />
    </Page>
  );
}

function TrafficColumn({ frame, width, heights }: PartProps): ReactElement {
  const { model } = frame;
  const routes = routeLines(frame, width - PANEL_FRAME, chosenIn(frame, "routes"));
  return (
    <Box flexDirection="column" width={width} flexShrink={0}>
      <Panel
        {...providerLines(model, width - PANEL_FRAME, chosenIn(frame, "providers"))}
        width={width}
        height={heights.providers}
      />
      <Panel
        {...routes}
        lines={[...routes.lines, BLANK, totalsLine(model)]}
        width={width}
        height={heights.routes}
      />
    </Box>
  );
}

function LimitsColumn({ frame, width, heights }: PartProps): ReactElement {
  const inner = width - PANEL_FRAME;
  return (
    <Box flexDirection="column" width={width} flexShrink={0}>
      <Panel
        title="Budgets"
        lines={budgetLines(frame.model, inner, heights.budgets - BORDER_ROWS)}
        width={width}
        height={heights.budgets}
      />
      {heights.checks > 0 && (
        <Panel
          title="Expectations"
          note={checkCounts(frame.checks)}
          lines={checkLines(frame.checks, inner, heights.checks - BORDER_ROWS)}
          width={width}
          height={heights.checks}
        />
      )}
    </Box>
  );
}

function rungLegend(): Line {
  return Object.values(RUNG_MARKS).flatMap(({ glyph, word, color }, index): Line => [
    { text: `${index === 0 ? "" : "  "}${glyph}`, color },
    { text: ` ${word}`, dim: true },
  ]);
}
