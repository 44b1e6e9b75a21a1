import type { ReactElement } from "react";
import { askListLines } from "./ask-list-lines.ts";
import { chosenIn } from "./chosen-in.ts";
import type { Frame } from "./frame.ts";
import { PANEL_FRAME } from "./heading-line.ts";
import type { Line } from "./line.ts";
import { Page } from "./Page.tsx";
import { Panel } from "./Panel.tsx";
import type { ScreenSize } from "./screen-size.ts";
import { visibleAsks } from "./visible-lists.ts";

const BORDER_ROWS = 2;
/** Header, filter and footer. */
const SINGLE_ROWS = 3;

/** The page of single asks, filtered as typed. */
export function AsksScreen({
  frame,
  size,
}: {
  readonly frame: Frame;
  readonly size: ScreenSize;
}): ReactElement {
  const { columns, rows } = size;
  const stories = visibleAsks(frame.model, frame.nav);
  const height = rows - SINGLE_ROWS;
  const list = askListLines(
    frame.model,
    stories,
    chosenIn(frame, "asks"),
    columns - PANEL_FRAME,
    height - BORDER_ROWS,
  );
  return (
    <Page frame={frame} size={size} under={[filterLine(frame, stories.length)]}>
      <Panel {...list} width={columns} height={height} />
    </Page>
  );
}

function filterLine({ nav }: Frame, count: number): Line {
  const example = "route:quick risk:high segment:free provider:openai outcome:timeout";
  const text: Line =
    nav.filter === "" && !nav.isTyping
      ? [{ text: `none; / types one, such as ${example}`, dim: true }]
      : [{ text: nav.filter, bold: true }];
  return [
    { text: "filter ", dim: true },
    ...text,
    ...(nav.isTyping ? [{ text: " ", inverse: true }] : []),
    { text: `  ${count} of the last asks`, dim: true },
  ];
}
