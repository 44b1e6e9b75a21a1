import type {
  AttemptEndedEvent,
  AttemptStartedEvent,
  SwitchyardEvent,
  WireServedEvent,
} from "@switchyard/contract";
import { shardedDelete, shardedGet, shardedSet, type ShardedMap } from "@switchyard/journal";

/** What is known of a call of which something is still to come. */
export interface OpenAttempt {
  readonly started: AttemptStartedEvent;
  readonly served?: WireServedEvent;
  readonly ended?: AttemptEndedEvent;
}

/** Calls in flight, by attempt id. Bounded: one of which a side was lost is forgotten at last. */
export type OpenAttempts = ShardedMap<OpenAttempt>;

/** One call from both sides: what the provider did, and what the router saw. */
export type JoinedAttempt = Required<OpenAttempt>;

/**
 * The calls in flight after one more event, and the call that the event completed. A provider's
 * side may come after the router's: a call that is given up is told by its provider later. Only
 * calls with exactly one fault are joined: of others nobody can tell what should be seen.
 */
export function stepAttempts(
  open: OpenAttempts,
  event: SwitchyardEvent,
): { readonly open: OpenAttempts; readonly joined?: JoinedAttempt } {
  switch (event.type) {
    case "attempt-started":
      return { open: shardedSet(open, event.attemptId, { started: event }) };
    case "wire-served":
    case "attempt-ended": {
      const known = shardedGet(open, event.attemptId);
      if (known === undefined) return { open };
      if (event.type === "wire-served" && event.faults.length !== 1)
        return { open: shardedDelete(open, event.attemptId) };
      const side = event.type === "wire-served" ? { served: event } : { ended: event };
      const { started, served, ended } = { ...known, ...side };
      if (served === undefined || ended === undefined)
        return { open: shardedSet(open, event.attemptId, { ...known, ...side }) };
      const rest = shardedDelete(open, event.attemptId);
      return { open: rest, joined: { started, served, ended } };
    }
    default:
      return { open };
  }
}
