import { Box } from "ink";
import { use, type ReactElement } from "react";
import { headingLine, type Heading } from "./heading-line.ts";
import { CURSOR, isCursorLine, type Line } from "./line.ts";
import { LineView } from "./LineView.tsx";
import { COLORS } from "./marks.ts";
import { drawnColor, ThemeContext } from "./theme.ts";

export interface PanelProps extends Heading {
  readonly lines: readonly Line[];
  readonly width: number;
  /** Borders included. */
  readonly height: number;
}

/** A titled frame around lines. Lines that do not fit are left out. */
export function Panel({ lines, width, height, ...heading }: PanelProps): ReactElement {
  const theme = use(ThemeContext);
  const borderColor = drawnColor(theme, COLORS.quiet);
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0} overflow="hidden">
      <LineView line={headingLine(heading, width)} />
      <Box
        flexDirection="column"
        flexGrow={1}
        borderStyle={theme.isAscii ? "classic" : "round"}
        borderTop={false}
        {...(borderColor !== undefined && { borderColor })}
        paddingRight={1}
        overflow="hidden"
      >
        {lines.slice(0, Math.max(0, height - 2)).map((line, index) => (
          <LineView key={index} line={[{ text: isCursorLine(line) ? CURSOR : " " }, ...line]} />
        ))}
      </Box>
    </Box>
  );
}
