import type { EventSink } from "@switchyard/contract";
import type { ScheduledFault } from "../faults/create-fault-engine.ts";

/** How often each fault took effect. */
export interface HitCounter extends EventSink {
  /** Counts one effect of a fault around the router. */
  hit(fault: string): void;
  read(): Readonly<Record<string, number>>;
}

/** Counts the calls that faults took effect on, as providers tell them, and what else is told. */
export function countHits(faults: readonly ScheduledFault[]): HitCounter {
  const hits = new Map(faults.map(({ id }) => [id, 0]));
  const hit = (fault: string): void => void hits.set(fault, (hits.get(fault) ?? 0) + 1);
  return {
    hit,
    record: (event) => {
      if (event.type === "wire-served") event.faults.forEach(hit);
    },
    read: () => Object.fromEntries(hits),
  };
}
