import { Box } from "ink";
import type { ReactElement } from "react";
import { budgetLines } from "./budget-lines.ts";
import { checkCounts, checkLines } from "./check-lines.ts";
import { chosenIn } from "./chosen-in.ts";
import { eventLines } from "./event-lines.ts";
import type { Frame } from "./frame.ts";
import { PANEL_FRAME } from "./heading-line.ts";
import { Page } from "./Page.tsx";
import { Panel } from "./Panel.tsx";
import { providerLines } from "./provider-lines.ts";
import { routeLines } from "./route-lines.ts";
import type { ScreenSize } from "./screen-size.ts";
import { timelineLine } from "./timeline-lines.ts";

const BORDER_ROWS = 2;
/** Header, timeline and footer. */
const SINGLE_ROWS = 3;
const LIST_ROWS_MAX = 4;
const PAIR_ROWS_MIN = 4;
const EVENT_ROWS_MIN = 4;

/** The layout for 80 columns and 24 rows: full-width panels, money and expectations side by side. */
export function NarrowScreen({
  frame,
  size,
}: {
  readonly frame: Frame;
  readonly size: ScreenSize;
}): ReactElement {
  const { model, checks } = frame;
  const { columns, rows } = size;
  const budgetColumns = checks.length === 0 ? columns : Math.floor(columns / 2);
  const checkColumns = columns - budgetColumns;
  const inner = columns - PANEL_FRAME;
  const spare =
    rows - SINGLE_ROWS - 2 * (LIST_ROWS_MAX + BORDER_ROWS) - PAIR_ROWS_MIN - EVENT_ROWS_MIN;
  const providers = providerLines(model, inner, chosenIn(frame, "providers"));
  const routes = routeLines(frame, inner, chosenIn(frame, "routes"));
  const providerRows = Math.min(providers.lines.length, LIST_ROWS_MAX) + BORDER_ROWS;
  const routeRows = Math.min(routes.lines.length, LIST_ROWS_MAX) + BORDER_ROWS;
  const pairRows = PAIR_ROWS_MIN + Math.max(0, Math.min(4, Math.floor(spare / 2)));
  const eventRows = rows - SINGLE_ROWS - providerRows - routeRows - pairRows;
  return (
    <Page frame={frame} size={size} under={[timelineLine(model, columns - 2)]}>
      <Panel {...providers} width={columns} height={providerRows} />
      <Panel {...routes} width={columns} height={routeRows} />
      <Box height={pairRows} flexShrink={0}>
        <Panel
          title="Budget"
          lines={budgetLines(model, budgetColumns - PANEL_FRAME, pairRows - BORDER_ROWS)}
          width={budgetColumns}
          height={pairRows}
        />
        {checkColumns > 0 && (
          <Panel
            title="Expectations"
            note={checkCounts(checks)}
            lines={checkLines(checks, checkColumns - PANEL_FRAME, pairRows - BORDER_ROWS)}
            width={checkColumns}
            height={pairRows}
          />
        )}
      </Box>
      <Panel
        title="Events"
        lines={eventLines(model, inner, eventRows - BORDER_ROWS, chosenIn(frame, "events"))}
        width={columns}
        height={eventRows}
      />
    </Page>
  );
}
