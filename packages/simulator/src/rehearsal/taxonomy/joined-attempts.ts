import type {
  AttemptEndedEvent,
  AttemptStartedEvent,
  SwitchyardEvent,
  WireServedEvent,
} from "@switchyard/contract";

/** What is known of a call of which something is still to come. */
export interface OpenAttempt {
  readonly started: AttemptStartedEvent;
  readonly served?: WireServedEvent;
  readonly ended?: AttemptEndedEvent;
}

/** Calls in flight, by attempt id. */
export type OpenAttempts = ReadonlyMap<string, OpenAttempt>;

/** One call from both sides: what the provider did, and what the router saw. */
export type JoinedAttempt = Required<OpenAttempt>;

/** More calls are never kept: the oldest, of which one side was lost, is forgotten first. */
const OPEN_ATTEMPTS_MAX = 10_000;

/**
 * The calls in flight after one more event, and the call that the event completed. A provider's
 * side may come after the router's: a call that is given up is told by its provider later.
 */
export function stepAttempts(
  open: OpenAttempts,
  event: SwitchyardEvent,
): { readonly open: OpenAttempts; readonly joined?: JoinedAttempt } {
  switch (event.type) {
    case "attempt-started":
      return { open: withAttempt(open, event.attemptId, { started: event }) };
    case "wire-served":
    case "attempt-ended": {
      const known = open.get(event.attemptId);
      if (known === undefined) return { open };
      const side = event.type === "wire-served" ? { served: event } : { ended: event };
      const { started, served, ended } = { ...known, ...side };
      if (served === undefined || ended === undefined)
        return { open: withAttempt(open, event.attemptId, { ...known, ...side }) };
      const rest = new Map(open);
      rest.delete(event.attemptId);
      return { open: rest, joined: { started, served, ended } };
    }
    default:
      return { open };
  }
}

function withAttempt(open: OpenAttempts, id: string, attempt: OpenAttempt): OpenAttempts {
  const next = new Map(open).set(id, attempt);
  if (next.size > OPEN_ATTEMPTS_MAX) {
    const [oldest] = next.keys();
    if (oldest !== undefined) next.delete(oldest);
  }
  return next;
}
