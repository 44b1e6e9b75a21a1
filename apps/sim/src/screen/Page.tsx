import { Box } from "ink";
import type { ReactElement, ReactNode } from "react";
import type { Frame } from "./frame.ts";
import type { Line } from "./line.ts";
import { LineView } from "./LineView.tsx";
import type { ScreenSize } from "./screen-size.ts";
import { footerLine, headerLine } from "./status-lines.ts";

/** A whole screen: the header, lines under it, what it shows, and the keys. */
export function Page({
  frame,
  size,
  under = [],
  children,
}: {
  readonly frame: Frame;
  readonly size: ScreenSize;
  /** Default: none. */
  readonly under?: readonly Line[];
  readonly children: ReactNode;
}): ReactElement {
  const { columns, rows } = size;
  const top = [headerLine(frame, columns - 2), ...under];
  return (
    <Box flexDirection="column" width={columns} height={rows} overflow="hidden">
      <Box paddingX={1} flexDirection="column" flexShrink={0}>
        {top.map((line, index) => (
          <LineView key={index} line={line} />
        ))}
      </Box>
      {children}
      <Box paddingX={1} flexShrink={0}>
        <LineView line={footerLine(frame, columns - 2)} />
      </Box>
    </Box>
  );
}
