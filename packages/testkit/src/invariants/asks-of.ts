import type { AskReceivedEvent, SwitchyardEvent } from "@switchyard/contract";

/** How each ask of a trace began, by its id. */
export function asksOf(events: readonly SwitchyardEvent[]): ReadonlyMap<string, AskReceivedEvent> {
  return new Map(
    events.flatMap((event) => (event.type === "ask-received" ? [[event.askId, event]] : [])),
  );
}
