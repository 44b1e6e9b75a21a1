import type { VirtualClock } from "../../time/create-virtual-clock.ts";
import type { CapacityEffect } from "../fault-effect.ts";
import { createSharedQueue } from "./create-shared-queue.ts";
import { createSlotQueue } from "./create-slot-queue.ts";
import type { ServiceEnd, ServiceJob, ServiceQueue } from "./service-queue.ts";

/** Where a job queues: each provider has a queue of its own under each fault. */
export interface QueuePlace {
  readonly fault: string;
  readonly provider: string;
}

/** The servers of all providers whose capacity a fault limits. Bounded by faults and providers. */
export interface ServiceQueues {
  /** As {@link ServiceQueue.serve}. */
  serve(place: QueuePlace, effect: CapacityEffect, job: ServiceJob): Promise<ServiceEnd>;
}

export function createServiceQueues(clock: VirtualClock): ServiceQueues {
  const queues = new Map<string, ServiceQueue>();
  return {
    serve({ fault, provider }, effect, job) {
      const key = `${fault}/${provider}`;
      const queue =
        queues.get(key) ??
        (effect.discipline === "ps"
          ? createSharedQueue(clock, effect)
          : createSlotQueue(clock, effect));
      queues.set(key, queue);
      const { gatewayTimeoutMs } = effect;
      return gatewayTimeoutMs === undefined
        ? queue.serve(job)
        : serveWithin(gatewayTimeoutMs, queue, job, clock);
    },
  };
}

/** The gateway is the caller of its own servers: to them it gives up as any caller does. */
async function serveWithin(
  timeoutMs: number,
  queue: ServiceQueue,
  job: ServiceJob,
  clock: VirtualClock,
): Promise<ServiceEnd> {
  const gateway = new AbortController();
  let isLate = false;
  const cancel = clock.schedule(clock.nowMs() + timeoutMs, job.key, () => {
    isLate = true;
    gateway.abort();
  });
  const giveUp = (): void => gateway.abort(job.signal?.reason);
  job.signal?.addEventListener("abort", giveUp, { once: true });
  try {
    return await queue.serve({ ...job, signal: gateway.signal });
  } catch (reason) {
    if (isLate) return { kind: "late" };
    throw reason;
  } finally {
    cancel();
    job.signal?.removeEventListener("abort", giveUp);
  }
}
