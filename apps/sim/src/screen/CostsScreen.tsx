import type { Costs } from "@switchyard/journal";
import type { ReactElement } from "react";
import { costLines } from "./cost-lines.ts";
import type { Frame } from "./frame.ts";
import { PANEL_FRAME } from "./heading-line.ts";
import { Page } from "./Page.tsx";
import { Panel } from "./Panel.tsx";
import { savingLines } from "./saving-lines.ts";
import type { ScreenSize } from "./screen-size.ts";

const BORDER_ROWS = 2;
/** Header and footer. */
const SINGLE_ROWS = 2;
const SAVING_ROWS_MIN = 4;

/** The page of costs: what a success costs by route, and what each control saved at what quality. */
export function CostsScreen({
  frame,
  costs,
  size,
}: {
  readonly frame: Frame;
  readonly costs: Costs;
  readonly size: ScreenSize;
}): ReactElement {
  const { columns, rows } = size;
  const inner = columns - PANEL_FRAME;
  const money = costLines(costs, inner);
  const costRows = Math.min(money.lines.length + BORDER_ROWS, rows - SINGLE_ROWS - SAVING_ROWS_MIN);
  const savingRows = rows - SINGLE_ROWS - costRows;
  return (
    <Page frame={frame} size={size}>
      <Panel {...money} width={columns} height={costRows} />
      <Panel
        {...savingLines(costs.savings, inner, savingRows - BORDER_ROWS)}
        width={columns}
        height={savingRows}
      />
    </Page>
  );
}
