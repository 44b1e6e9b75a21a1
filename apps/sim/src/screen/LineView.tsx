import { Text } from "ink";
import type { ReactElement } from "react";
import type { Line } from "./line.ts";

/** One line of text, never wrapped. */
export function LineView({ line }: { readonly line: Line }): ReactElement {
  return (
    <Text wrap="truncate">
      {line.map(({ text, color, bold = false, dim = false, inverse = false }, index) => (
        // A line has no other identity than the order of its spans.
        <Text
          key={index}
          {...(color === undefined ? {} : { color })}
          bold={bold}
          dimColor={dim}
          inverse={inverse}
        >
          {text}
        </Text>
      ))}
    </Text>
  );
}
