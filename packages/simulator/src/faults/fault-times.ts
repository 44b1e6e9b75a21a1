import { ConfigurationError } from "@switchyard/contract";
import { parseDurationMs } from "@switchyard/policy";
import type { Fault } from "./fault.ts";

/** When a fault is in force, in virtual milliseconds since the start. */
export interface FaultTimes {
  /** First millisecond in force. */
  readonly fromMs: number;
  /** First millisecond no longer in force; infinite: never. */
  readonly untilMs: number;
}

/**
 * Reads when each fault is in force, in order.
 *
 * @throws {ConfigurationError} a fault comes after one that is not before it, or that never ends
 */
export function faultTimes(faults: readonly Fault[]): readonly FaultTimes[] {
  const ends = new Map<string, number>();
  return faults.map(({ id, at, for: lasts, afterFault }) => {
    const originMs = afterFault === undefined ? 0 : ends.get(afterFault);
    if (originMs === undefined || originMs === Number.POSITIVE_INFINITY)
      throw new ConfigurationError(
        `fault "${id}" comes after "${afterFault}", which has to stand before it and to have an end; ` +
          "give that one a `for`",
      );
    const fromMs = originMs + parseDurationMs(at);
    const untilMs =
      lasts === undefined ? Number.POSITIVE_INFINITY : fromMs + parseDurationMs(lasts);
    ends.set(id, untilMs);
    return { fromMs, untilMs };
  });
}
