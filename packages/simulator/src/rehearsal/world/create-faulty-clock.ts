import type { Clock } from "@switchyard/contract";
import { parseDurationMs } from "@switchyard/policy";
import { isOn, type FaultStage, type LiveFault } from "./live-fault.ts";

/** A fault of the process's wall clock. */
export type LiveClockFault = LiveFault<"clock.skew" | "clock.jump">;

/** A clock whose wall time is off while a fault says so. Its monotonic time never is. */
export function createFaultyClock(
  clock: Clock,
  faults: readonly LiveClockFault[],
  { nowMs, onHit }: FaultStage,
): Clock {
  if (faults.length === 0) return clock;
  return {
    ...clock,
    epochMs: () => {
      let offMs = 0;
      for (const live of faults) {
        if (!isOn(live, nowMs())) continue;
        onHit(live.fault.id);
        offMs += offsetMs(live, nowMs());
      }
      return clock.epochMs() + offMs;
    },
  };
}

function offsetMs({ fault, fromMs }: LiveClockFault, nowMs: number): number {
  const wholeMs = Number(`${fault.by.slice(0, 1)}1`) * parseDurationMs(fault.by.slice(1));
  if (fault.type === "clock.jump" || fault.ramp === undefined) return wholeMs;
  return wholeMs * Math.min(1, (nowMs - fromMs) / parseDurationMs(fault.ramp));
}
