import type { SwitchyardEvent } from "@switchyard/contract";

/** An ask that did not end exactly once. */
export interface AskEndFault {
  readonly askId: string;
  readonly fault: "never-ended" | "ended-twice" | "ended-unopened";
}

/** Guards "nothing lost": each ask of a finished trace ends in one answer or one typed error. */
export function askEndFaults(events: Iterable<SwitchyardEvent>): readonly AskEndFault[] {
  const open = new Set<string>();
  const ended = new Set<string>();
  const faults: AskEndFault[] = [];
  for (const event of events) {
    if (event.type === "ask-received") open.add(event.askId);
    if (event.type === "ask-answered" || event.type === "ask-failed") {
      const { askId } = event;
      if (ended.has(askId)) faults.push({ askId, fault: "ended-twice" });
      else if (!open.has(askId)) faults.push({ askId, fault: "ended-unopened" });
      open.delete(askId);
      ended.add(askId);
    }
  }
  return [...faults, ...[...open].map((askId) => ({ askId, fault: "never-ended" as const }))];
}
