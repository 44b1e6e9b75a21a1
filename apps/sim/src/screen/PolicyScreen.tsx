import type { ReactElement } from "react";
import type { Frame } from "./frame.ts";
import { PANEL_FRAME } from "./heading-line.ts";
import { fitLine } from "./line.ts";
import { Page } from "./Page.tsx";
import { Panel } from "./Panel.tsx";
import { policyForm, readingLines } from "./policy-lines.ts";
import type { ScreenSize } from "./screen-size.ts";

const BORDER_ROWS = 2;
/** Header and footer. */
const SINGLE_ROWS = 2;

/** The page of the policy: another file, and what changes when it comes into force. */
export function PolicyScreen({
  frame,
  size,
}: {
  readonly frame: Frame;
  readonly size: ScreenSize;
}): ReactElement {
  const { columns, rows } = size;
  const { model, nav } = frame;
  const { reading, top } = nav.policy;
  const inner = columns - PANEL_FRAME;
  const form = policyForm(model, nav.policy, nav.isTyping, inner);
  const formRows = form.length + BORDER_ROWS;
  const height = Math.max(3, rows - SINGLE_ROWS - formRows);
  const lines = reading === undefined ? [] : readingLines(reading, inner);
  const shown = height - BORDER_ROWS;
  const from = Math.max(0, Math.min(top, lines.length - shown));
  const after = lines.length - from - shown;
  return (
    <Page frame={frame} size={size}>
      <Panel
        title="Another policy"
        lines={form.map(fitted(inner))}
        width={columns}
        height={formRows}
      />
      <Panel
        title={reading === undefined || reading.kind === "valid" ? "What changes" : "What is wrong"}
        note={after > 0 ? [{ text: `↓ ${after} more`, dim: true }] : []}
        lines={lines.slice(from).map(fitted(inner))}
        width={columns}
        height={height}
      />
    </Page>
  );
}

function fitted(
  width: number,
): (line: Parameters<typeof fitLine>[0]) => ReturnType<typeof fitLine> {
  return (line) => fitLine(line, width);
}
