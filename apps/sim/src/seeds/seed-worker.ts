import { parentPort, workerData } from "node:worker_threads";
import { openDocuments } from "../chaos/open-documents.ts";
import type { ChaosOptions } from "../cli/program.ts";
import { REAL_WALL_CLOCK } from "../screen/real-wall-clock.ts";
import { runSeed } from "./seed-run.ts";

/** A rehearsal that a worker is asked for. */
export interface SeedOrder {
  /** Which of the policies. */
  readonly side: number;
  readonly seed: string;
}

/** What a worker is started with. */
export interface SeedWorkerData {
  /** Options of each side. */
  readonly sides: readonly ChaosOptions[];
}

// What the thread that started this one gave it, see `SeedWorkerData`.
const { sides } = workerData as SeedWorkerData;
const opened = sides.map((options) => ({ options, documents: openDocuments(options) }));

parentPort?.on("message", ({ side, seed }: SeedOrder) => {
  const { options, documents } = opened[side] ?? {};
  if (options === undefined || documents === undefined) return;
  void runSeed(documents, options, seed, REAL_WALL_CLOCK.nowMs).then((run) =>
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
    parentPort?.postMessage(run),
  );
});
