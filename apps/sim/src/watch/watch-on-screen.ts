import { openViewer, type ViewerOptions } from "../screen/open-viewer.ts";
import type { WatchFace } from "./watch-face.ts";

/** Shows a journal on the terminal's whole screen. A journal has no expectations. */
export function watchOnScreen(options: Omit<ViewerOptions, "checks">): WatchFace {
  const { record, player, pacer, screen } = openViewer({ ...options, checks: () => [] });
  return {
    beforeEvent: player.beforeEvent,
    record,
    end: (text, isGood, signal) => screen.showVerdict({ isGood, text }, signal),
    release: pacer.release,
    close: screen.close,
  };
}
