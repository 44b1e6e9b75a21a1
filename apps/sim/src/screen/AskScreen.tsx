import { shardedGet } from "@switchyard/journal";
import type { ReactElement } from "react";
import { findAsk } from "../view/recent-asks.ts";
import { askFacts, ladderLines, leftOutLines } from "./ask-lines.ts";
import type { Frame } from "./frame.ts";
import { PANEL_FRAME } from "./heading-line.ts";
import { Page } from "./Page.tsx";
import { Panel } from "./Panel.tsx";
import type { ScreenSize } from "./screen-size.ts";

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
  if (story === undefined) {
    const gone = [{ text: `${askId} is not among the last asks here`, dim: true }];
    return (
      <Page frame={frame} size={size}>
        <Panel title="Ask" lines={[gone]} width={columns} height={rows - SINGLE_ROWS} />
      </Page>
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
    <Page frame={frame} size={size}>
      <Panel title="Ask" lines={facts} width={columns} height={factRows} />
      <Panel {...ladder} width={columns} height={ladderRows} />
      <Panel
        title="Left out, and the line responsible"
        lines={leftOutLines(reasons, inner)}
        width={columns}
        height={Math.max(3, room - ladderRows)}
      />
    </Page>
  );
}
