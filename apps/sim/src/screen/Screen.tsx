import type { ReactElement } from "react";
import { CompactScreen, OneLineScreen } from "./CompactScreen.tsx";
import { CostsScreen } from "./CostsScreen.tsx";
import type { Frame } from "./frame.ts";
import { HelpScreen } from "./HelpScreen.tsx";
import { NarrowScreen } from "./NarrowScreen.tsx";
import { layoutFor, screenSize, type ScreenSize } from "./screen-size.ts";
import { WideScreen } from "./WideScreen.tsx";

/** The whole screen: a pure function of the frame and the terminal's size. */
export function Screen({
  frame,
  terminal,
}: {
  readonly frame: Frame;
  readonly terminal: ScreenSize;
}): ReactElement {
  const size = screenSize(terminal);
  const layout = layoutFor(terminal);
  if (frame.isHelpOpen && layout !== "one-line") return <HelpScreen size={size} />;
  if (frame.costs !== undefined && layout !== "one-line")
    return <CostsScreen frame={frame} costs={frame.costs} size={size} />;
  switch (layout) {
    case "wide":
      return <WideScreen frame={frame} size={size} />;
    case "narrow":
      return <NarrowScreen frame={frame} size={size} />;
    case "compact":
      return <CompactScreen frame={frame} size={size} />;
    case "one-line":
      return <OneLineScreen frame={frame} size={size} />;
  }
}
