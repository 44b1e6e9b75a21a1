import type { SwitchyardEvent } from "@switchyard/contract";
import { eventLine } from "./event-line.ts";

/**
 * One event as a line that says who wrote it and as which of its events: the line of the event
 * with `process` and `sequence` after its own fields. An event that has a stamp keeps it, so a
 * journal that is read and written again is the same journal.
 *
 * @param process a name that needs no escape in JSON
 */
export function stampedLine(event: SwitchyardEvent, process: string, sequence: number): string {
  const line = eventLine(event);
  if (event.process !== undefined) return line;
  return `${line.slice(0, -1)},"process":"${process}","sequence":${sequence}}`;
}
