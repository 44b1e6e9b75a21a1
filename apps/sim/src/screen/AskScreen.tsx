import { shardedGet } from "@switchyard/journal";
import { Box } from "ink";
import type { ReactElement } from "react";
import { findAsk } from "../view/recent-asks.ts";
import { askFacts, ladderLines, leftOutLines } from "./ask-lines.ts";
import type { Frame } from "./frame.ts";
import { PANEL_FRAME } from "./heading-line.ts";
import { LineView } from "./LineView.tsx";
import { Panel } from "./Panel.tsx";
import type { ScreenSize } from "./screen-size.ts";
import { footerLine, headerLine } from "./status-lines.ts";

const BORDER_ROWS = 2;
/** Header and footer. */
const SINGLE_ROWS = 2;
const REASON_ROWS_MIN = 5;

/** The page of one ask: its ladder as climbed, and why each other candidate was left out. */
export function AskScreen({
  frame,
  size,
}: {
  readonly frame: Frame;
  readonly size: ScreenSize;
}): ReactElement {
  const { columns, rows } = size;
  const { model, nav } = frame;
  const inner = columns - PANEL_FRAME;
  const askId = nav.askId ?? "";
  const story = findAsk(model.recentAsks, askId) ?? shardedGet(model.openAsks, askId);
  const header = (
    <Box paddingX={1} flexShrink={0}>
      <LineView line={headerLine(frame, columns - 2)} />
    </Box>
  );
  const footer = (
    <Box paddingX={1} flexShrink={0}>
      <LineView line={footerLine(frame, columns - 2)} />
    </Box>
  );
  if (story === undefined) {
    const gone = [{ text: `${askId} is not among the last asks here`, dim: true }];
    return (
      <Box flexDirection="column" width={columns} height={rows}>
        {header}
        <Panel title="Ask" lines={[gone]} width={columns} height={rows - SINGLE_ROWS} />
        {footer}
      </Box>
    );
  }
  const reasons = frame.explain(story);
  const facts = askFacts(model, story, reasons, inner);
  const ladder = ladderLines(story, inner);
  const factRows = facts.length + BORDER_ROWS;
  const room = rows - SINGLE_ROWS - factRows;
  const ladderRows = Math.max(
    3,
    Math.min(ladder.lines.length + BORDER_ROWS, room - REASON_ROWS_MIN),
  );
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      {header}
      <Panel title="Ask" lines={facts} width={columns} height={factRows} />
      <Panel {...ladder} width={columns} height={ladderRows} />
      <Panel
        title="Left out, and the line responsible"
        lines={leftOutLines(reasons, inner)}
        width={columns}
        height={Math.max(3, room - ladderRows)}
      />
      {footer}
    </Box>
  );
}
