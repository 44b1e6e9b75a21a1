import type { SwitchyardEvent } from "../events/event.ts";

/** Where events go. */
export interface EventSink {
  /** Takes one event. Never throws, never blocks. */
  record(event: SwitchyardEvent): void;
  /** Events that the sink took and then lost: its own bound, or who it hands them to, failed. */
  readonly dropped?: number;
  /** Resolves when the events taken so far are delivered or dropped. */
  flush?(): void | Promise<void>;
}
