import type { SwitchyardEvent } from "@switchyard/contract";

/**
 * One event as one line of JSON, without its line end. Equal events, made by the same code, give
 * equal lines; a line end inside a text is escaped, so a line is always a whole event.
 */
export function eventLine(event: SwitchyardEvent): string {
  return JSON.stringify(event);
}
