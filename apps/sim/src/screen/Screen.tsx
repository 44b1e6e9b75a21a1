import type { ReactElement } from "react";
import { AskScreen } from "./AskScreen.tsx";
import { AsksScreen } from "./AsksScreen.tsx";
import { CompactScreen, OneLineScreen } from "./CompactScreen.tsx";
import { CostsScreen } from "./CostsScreen.tsx";
import { FaultsScreen } from "./FaultsScreen.tsx";
import type { Frame } from "./frame.ts";
import { HelpScreen } from "./HelpScreen.tsx";
import { pageOf } from "./navigation.ts";
import { NarrowScreen } from "./NarrowScreen.tsx";
import { PolicyScreen } from "./PolicyScreen.tsx";
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
  const page = layout === "one-line" ? "overview" : pageOf(frame.nav);
  if (page === "help") return <HelpScreen frame={frame} size={size} />;
  if (page === "asks") return <AsksScreen frame={frame} size={size} />;
  if (page === "ask") return <AskScreen frame={frame} size={size} />;
  if (page === "faults" && frame.targets !== undefined)
    return <FaultsScreen frame={frame} targets={frame.targets} size={size} />;
  if (page === "policy") return <PolicyScreen frame={frame} size={size} />;
  if (page === "costs") return <CostsScreen frame={frame} costs={frame.costs} size={size} />;
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
