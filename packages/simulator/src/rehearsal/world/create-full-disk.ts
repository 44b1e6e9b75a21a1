import type { EventSink } from "@switchyard/contract";
import { isOn, type FaultStage, type LiveFault } from "./live-fault.ts";

/** A journal on a disk that is full while a fault says so: it counts what it had to drop. */
export function createFullDisk(
  faults: readonly LiveFault<"journal.full">[],
  { nowMs, onHit }: FaultStage,
): EventSink {
  let dropped = 0;
  return {
    record() {
      const full = faults.find((live) => isOn(live, nowMs()));
      if (full === undefined) return;
      dropped += 1;
      onHit(full.fault.id);
    },
    get dropped() {
      return dropped;
    },
  };
}
