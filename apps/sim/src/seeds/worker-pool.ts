import { Worker } from "node:worker_threads";
import type { SeedRun } from "./seed-run.ts";
import type { SeedOrder, SeedWorkerData } from "./seed-worker.ts";

export interface PoolOptions {
  readonly workers: number;
  readonly data: SeedWorkerData;
  readonly orders: readonly SeedOrder[];
  /** Ends all workers; what is not done is left out. */
  readonly signal: AbortSignal;
  readonly onRun: (order: SeedOrder, run: SeedRun) => void;
}

/** Beside this file, of its own kind: sources in the repository, `dist` where it is installed. */
const WORKER = new URL(
  `./seed-worker${import.meta.url.endsWith(".ts") ? ".ts" : ".js"}`,
  import.meta.url,
);

/**
 * Runs orders on worker threads, each the next one when a thread is free.
 *
 * @returns runs by the order's place, whoever was first
 * @throws what a worker threw
 */
export async function runOnWorkers(
  options: PoolOptions,
): Promise<readonly (SeedRun | undefined)[]> {
  const { data, orders, signal, onRun } = options;
  const runs: (SeedRun | undefined)[] = orders.map(() => undefined);
  let next = 0;
  const work = async (): Promise<void> => {
    const worker = new Worker(WORKER, { workerData: data });
    const end = (): void => void worker.terminate();
    signal.addEventListener("abort", end, { once: true });
    try {
      for (let index = next; index < orders.length && !signal.aborted; index = next) {
        next += 1;
        const order = orders[index];
        const run = order && (await ask(worker, order));
        if (order === undefined || run === undefined) return;
        runs[index] = run;
        onRun(order, run);
      }
    } finally {
      signal.removeEventListener("abort", end);
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.workers, orders.length) }, work));
  return runs;
}

/** One run; undefined when the worker was ended. */
function ask(worker: Worker, order: SeedOrder): Promise<SeedRun | undefined> {
  return new Promise((resolve, reject) => {
    const onMessage = (run: SeedRun): void => settle(() => resolve(run));
    const onError = (error: Error): void => settle(() => reject(error));
    const onExit = (): void => settle(() => resolve(undefined));
    const settle = (end: () => void): void => {
      worker.off("message", onMessage);
      worker.off("error", onError);
      worker.off("exit", onExit);
      end();
    };
    worker.on("message", onMessage);
    worker.on("error", onError);
    worker.on("exit", onExit);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, no window
    worker.postMessage(order);
  });
}
