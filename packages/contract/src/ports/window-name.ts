import type { WindowInstance } from "./ledger-port.ts";

/** A window in one word: a calendar window's key, or `rolling:` and its length in milliseconds. */
export function windowName(window: WindowInstance): string {
  return window.kind === "calendar" ? window.key : `rolling:${window.durationMs}`;
}
