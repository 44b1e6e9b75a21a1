import type { VirtualClock } from "../../time/create-virtual-clock.ts";
import type { CapacityEffect } from "../fault-effect.ts";
import type { ServiceJob, ServiceQueue } from "./service-queue.ts";

interface Slot {
  readonly job: ServiceJob;
  readonly cameAtMs: number;
  readonly resolve: (waitedMs: number) => void;
  /** Ends its work before its time; absent: it waits still. */
  stop?: () => void;
}

/** One call for each server, and the others wait: the first to come first, or the last. */
export function createSlotQueue(
  clock: VirtualClock,
  { servers, discipline, waitingMax, abandonedWorkCounts }: CapacityEffect,
): ServiceQueue {
  const waiting: Slot[] = [];
  let busy = 0;

  const begin = (slot: Slot): void => {
    const { key, workMs, holdMs } = slot.job;
    const startMs = clock.nowMs();
    busy += 1;
    const cancels = [
      clock.schedule(startMs + workMs, key, () => slot.resolve(startMs - slot.cameAtMs)),
      clock.schedule(startMs + workMs + holdMs, key, end),
    ];
    slot.stop = () => {
      for (const cancel of cancels) cancel();
      end();
    };
  };
  const end = (): void => {
    busy -= 1;
    const next = discipline === "lifo" ? waiting.pop() : waiting.shift();
    if (next !== undefined) begin(next);
  };
  const abandon = (slot: Slot): void => {
    if (abandonedWorkCounts) return;
    if (slot.stop !== undefined) slot.stop();
    else waiting.splice(waiting.indexOf(slot), 1);
  };

  return {
    serve: (job) =>
      new Promise((resolve, reject) => {
        const isFull = busy >= servers && waiting.length >= waitingMax;
        if (isFull) {
          resolve({ kind: "full" });
          return;
        }
        const giveUp = (): void => {
          abandon(slot);
          reject(job.signal?.reason);
        };
        const slot: Slot = {
          job,
          cameAtMs: clock.nowMs(),
          resolve: (waitedMs) => {
            job.signal?.removeEventListener("abort", giveUp);
            resolve({ kind: "served", waitedMs });
          },
        };
        job.signal?.addEventListener("abort", giveUp, { once: true });
        if (busy < servers) begin(slot);
        else waiting.push(slot);
      }),
  };
}
