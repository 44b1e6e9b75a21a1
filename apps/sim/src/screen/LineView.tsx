import { Text } from "ink";
import { use, type ReactElement } from "react";
import type { Line } from "./line.ts";
import { drawnColor, drawnText, ThemeContext } from "./theme.ts";

/** One line of text, never wrapped. */
export function LineView({ line }: { readonly line: Line }): ReactElement {
  const theme = use(ThemeContext);
  return (
    <Text wrap="truncate">
      {line.map(({ text, color, bold = false, dim = false, inverse = false }, index) => (
        // A line has no other identity than the order of its spans.
        <Text
          key={index}
          {...inked(color === undefined ? undefined : drawnColor(theme, color))}
          bold={bold}
          dimColor={dim}
          inverse={inverse}
        >
          {drawnText(theme, text)}
        </Text>
      ))}
    </Text>
  );
}

function inked(color: string | undefined): { readonly color?: string } {
  return color === undefined ? {} : { color };
}
