import type { VirtualClock } from "../../time/create-virtual-clock.ts";
import type { CapacityEffect } from "../fault-effect.ts";
import type { ServiceJob, ServiceQueue } from "./service-queue.ts";

interface Share {
  readonly job: ServiceJob;
  /** Work left, at full speed: until the answer, and after it. */
  leftMs: number;
  holdLeftMs: number;
  readonly answer: () => void;
}

/** Work of less than this is done: times are rounded to the microsecond. */
const DONE_MS = 0.001;

/** What is being worked on, and until when that is counted. */
interface Floor {
  readonly clock: VirtualClock;
  readonly servers: number;
  readonly shares: Set<Share>;
  countedAtMs: number;
  cancelNext: () => void;
}

/**
 * All calls at once. As many as there are servers run at full speed; of more, each at its even
 * share (processor sharing).
 */
export function createSharedQueue(
  clock: VirtualClock,
  { servers, waitingMax, abandonedWorkCounts }: CapacityEffect,
): ServiceQueue {
  const shares = new Set<Share>();
  const floor: Floor = { clock, servers, shares, countedAtMs: 0, cancelNext: () => {} };
  return {
    serve: (job) =>
      new Promise((resolve, reject) => {
        catchUp(floor);
        if (shares.size >= servers + waitingMax) {
          resolve({ kind: "full" });
          return;
        }
        const cameAtMs = clock.nowMs();
        const giveUp = (): void => {
          if (!abandonedWorkCounts) leave(floor, share);
          reject(job.signal?.reason);
        };
        const share: Share = {
          job,
          leftMs: Math.max(DONE_MS, job.workMs),
          holdLeftMs: job.holdMs,
          answer: () => {
            job.signal?.removeEventListener("abort", giveUp);
            const waitedMs = clock.nowMs() - cameAtMs - job.workMs;
            resolve({ kind: "served", waitedMs: waitedMs <= 2 * DONE_MS ? 0 : waitedMs });
          },
        };
        job.signal?.addEventListener("abort", giveUp, { once: true });
        shares.add(share);
        planNext(floor);
      }),
  };
}

function leave(floor: Floor, share: Share): void {
  catchUp(floor);
  floor.shares.delete(share);
  planNext(floor);
}

/** Counts the work done since the last look, and answers whose is done. */
function catchUp(floor: Floor): void {
  const nowMs = floor.clock.nowMs();
  const doneMs = (nowMs - floor.countedAtMs) * speedOf(floor);
  floor.countedAtMs = nowMs;
  for (const share of floor.shares) {
    const isAnswered = share.leftMs <= 0;
    if (isAnswered) share.holdLeftMs -= doneMs;
    else share.leftMs -= doneMs;
    if (!isAnswered && share.leftMs <= DONE_MS) {
      share.leftMs = 0;
      share.answer();
    }
    if (share.leftMs <= 0 && share.holdLeftMs <= DONE_MS) floor.shares.delete(share);
  }
}

/** Looks again when the next work is done. */
function planNext(floor: Floor): void {
  floor.cancelNext();
  let next: Share | undefined;
  for (const share of floor.shares)
    if (next === undefined || leastLeft(share) < leastLeft(next)) next = share;
  if (next === undefined) return;
  const atMs = floor.clock.nowMs() + leastLeft(next) / speedOf(floor);
  floor.cancelNext = floor.clock.schedule(atMs, next.job.key, () => {
    catchUp(floor);
    planNext(floor);
  });
}

function speedOf({ servers, shares }: Floor): number {
  return Math.min(1, servers / Math.max(1, shares.size));
}

function leastLeft({ leftMs, holdLeftMs }: Share): number {
  return Math.max(DONE_MS, leftMs > 0 ? leftMs : holdLeftMs);
}
