import type { SwitchyardEvent } from "../events/event.ts";

/** Where events go. */
export interface EventSink {
  /** Takes one event. Never throws, never blocks. */
  record(event: SwitchyardEvent): void;
}
