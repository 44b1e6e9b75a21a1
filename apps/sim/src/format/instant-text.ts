import { formatClock, formatClockTenths, formatTimeOfDay } from "./quantity.ts";

/** A run that may have a planned length: instants of the others are times of the day. */
interface Run {
  readonly startedAtMs: number;
  /** 0: nobody planned an end. */
  readonly durationMs: number;
}

/** An instant as time since the run's start to the second; without a planned end in UTC. */
export function instantText({ startedAtMs, durationMs }: Run, atMs: number): string {
  return durationMs === 0 ? formatTimeOfDay(atMs) : formatClock(atMs - startedAtMs);
}

/** Like {@link instantText}, to the tenth of a second where time counts from the start. */
export function instantTextTenths({ startedAtMs, durationMs }: Run, atMs: number): string {
  return durationMs === 0 ? formatTimeOfDay(atMs) : formatClockTenths(atMs - startedAtMs);
}
