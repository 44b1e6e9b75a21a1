import type { AskReceivedEvent, SwitchyardEvent } from "@switchyard/contract";

/** What is known of an ask that has not ended. */
export interface OpenAsk {
  readonly received: AskReceivedEvent;
  /** The route that took it: that of its first decision. Absent: not decided yet. */
  readonly route?: string;
  /** Whether a fallback was tried. */
  readonly fellBack: boolean;
}

/** Asks in flight, by id. */
export type OpenAsks = ReadonlyMap<string, OpenAsk>;

/** More asks are never kept: the oldest, whose end was lost, is forgotten first. */
export const OPEN_ASKS_MAX = 10_000;

/**
 * The asks in flight after one more event. An ask leaves at its end, so a fold that needs to know
 * it looks it up before it steps.
 */
export function stepOpenAsks(open: OpenAsks, event: SwitchyardEvent): OpenAsks {
  switch (event.type) {
    case "ask-received":
      return withAsk(open, event.askId, { received: event, fellBack: false });
    case "route-decided": {
      const ask = open.get(event.askId);
      if (ask === undefined || ask.route !== undefined) return open;
      return withAsk(open, event.askId, { ...ask, route: event.route });
    }
    case "attempt-started": {
      const ask = open.get(event.askId);
      if (ask === undefined || ask.fellBack || event.kind !== "fallback") return open;
      return withAsk(open, event.askId, { ...ask, fellBack: true });
    }
    case "ask-answered":
    case "ask-failed": {
      if (!open.has(event.askId)) return open;
      const rest = new Map(open);
      rest.delete(event.askId);
      return rest;
    }
    default:
      return open;
  }
}

function withAsk(open: OpenAsks, askId: string, ask: OpenAsk): OpenAsks {
  const next = new Map(open).set(askId, ask);
  if (next.size > OPEN_ASKS_MAX) {
    const [oldest] = next.keys();
    if (oldest !== undefined) next.delete(oldest);
  }
  return next;
}
