import { Box } from "ink";
import type { ReactElement } from "react";
import type { TargetChoice } from "../hands/fault-draft.ts";
import type { Frame } from "./frame.ts";
import { PANEL_FRAME } from "./heading-line.ts";
import { LineView } from "./LineView.tsx";
import { faultsInForce } from "./palette.ts";
import { formLines, inForceLines } from "./palette-lines.ts";
import { Panel } from "./Panel.tsx";
import type { ScreenSize } from "./screen-size.ts";
import { footerLine, headerLine } from "./status-lines.ts";
import { timelineLine } from "./timeline-lines.ts";

const BORDER_ROWS = 2;
/** Header, timeline and footer. */
const SINGLE_ROWS = 3;

/** The fault palette: what goes wrong next, and what goes wrong now. */
export function FaultsScreen({
  frame,
  targets,
  size,
}: {
  readonly frame: Frame;
  readonly targets: readonly TargetChoice[];
  readonly size: ScreenSize;
}): ReactElement {
  const { columns, rows } = size;
  const { model, nav } = frame;
  const inner = columns - PANEL_FRAME;
  const { instead } = nav.palette;
  const form = formLines(nav.palette, targets, inner);
  const formRows = form.length + BORDER_ROWS;
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <Box paddingX={1} flexDirection="column" flexShrink={0}>
        <LineView line={headerLine(frame, columns - 2)} />
        <LineView line={timelineLine(model, columns - 2)} />
      </Box>
      <Panel
        title={instead === undefined ? "A fault" : `In place of ${instead}`}
        lines={form}
        width={columns}
        height={formRows}
      />
      <Panel
        title="In force"
        lines={inForceLines(faultsInForce(model.faults), nav.palette.row, inner)}
        width={columns}
        height={Math.max(3, rows - SINGLE_ROWS - formRows)}
      />
      <Box paddingX={1} flexShrink={0}>
        <LineView line={footerLine(frame, columns - 2)} />
      </Box>
    </Box>
  );
}
