import type { AskReceivedEvent, SwitchyardEvent } from "@switchyard/contract";
import { shardedDelete, shardedGet, shardedSet, type ShardedMap } from "./sharded-map.ts";

/** What is known of an ask that has not ended. */
export interface OpenAsk {
  readonly received: AskReceivedEvent;
  /** The route that took it: that of its first decision. Absent: not decided yet. */
  readonly route?: string;
  /** Whether a fallback was tried. */
  readonly fellBack: boolean;
}

/** Asks in flight, by id. Bounded: one whose end was lost is forgotten at last. */
export type OpenAsks = ShardedMap<OpenAsk>;

/**
 * The asks in flight after one more event. An ask leaves at its end, so a fold that needs to know
 * it looks it up before it steps.
 */
export function stepOpenAsks(open: OpenAsks, event: SwitchyardEvent): OpenAsks {
  switch (event.type) {
    case "ask-received":
      return shardedSet(open, event.askId, { received: event, fellBack: false });
    case "route-decided": {
      const ask = shardedGet(open, event.askId);
      if (ask === undefined || ask.route !== undefined) return open;
      return shardedSet(open, event.askId, { ...ask, route: event.route });
    }
    case "attempt-started": {
      const ask = shardedGet(open, event.askId);
      if (ask === undefined || ask.fellBack || event.kind !== "fallback") return open;
      return shardedSet(open, event.askId, { ...ask, fellBack: true });
    }
    case "ask-answered":
    case "ask-failed":
      return shardedDelete(open, event.askId);
    default:
      return open;
  }
}
