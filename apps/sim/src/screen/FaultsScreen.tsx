import type { ReactElement } from "react";
import type { TargetChoice } from "../hands/fault-draft.ts";
import type { Frame } from "./frame.ts";
import { PANEL_FRAME } from "./heading-line.ts";
import { faultsInForce } from "./palette.ts";
import { formLines, inForceLines } from "./palette-lines.ts";
import { Page } from "./Page.tsx";
import { Panel } from "./Panel.tsx";
import type { ScreenSize } from "./screen-size.ts";
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
    <Page frame={frame} size={size} under={[timelineLine(model, columns - 2)]}>
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
    </Page>
  );
}
