import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { RoundOrder } from "./never-over-store.ts";

const WORKER = fileURLToPath(new URL("../scripts/never-over-worker.ts", import.meta.url));

/** Processes that work on rounds and may be killed at any time. */
export interface Processes {
  /** Gives each process its part of a round. */
  start(order: (name: string) => RoundOrder): Promise<void>;
  /** Kills one (SIGKILL) and puts a new one in its place, with a new name. */
  replace(index: number): Promise<void>;
  /** Resolves when all have ended what they began. */
  stop(): Promise<void>;
  end(): Promise<void>;
}

export function createProcesses(count: number): Processes {
  // A process that takes the place of another finds its code compiled.
  const cache = mkdtempSync(join(tmpdir(), "switchyard-compiled-"));
  const born: Promise<ChildProcess>[] = [];
  let names = 0;
  let order: ((name: string) => RoundOrder) | undefined;
  const begin = (child: ChildProcess): void => {
    if (order !== undefined) child.send(order(`p${(names += 1)}`));
  };
  for (let index = 0; index < count; index += 1) born.push(spawnWorker(cache));
  return {
    start: async (next) => {
      order = next;
      for (const child of await Promise.all(born)) begin(child);
    },
    replace: async (index) => {
      const old = born[index];
      const replaced = (async () => {
        const child = await old;
        if (child !== undefined) await kill(child);
        return await spawnWorker(cache);
      })();
      born[index] = replaced;
      begin(await replaced);
    },
    stop: async () => {
      order = undefined;
      const children = await Promise.all(born);
      await Promise.all(
        children.map(async (child) => {
          const idle = once(child, "message");
          child.send("stop");
          await idle;
        }),
      );
    },
    end: async () => {
      for (const child of await Promise.all(born)) await kill(child);
      rmSync(cache, { recursive: true, force: true });
    },
  };
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

async function spawnWorker(cache: string): Promise<ChildProcess> {
  const child = fork(WORKER, {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  });
  await once(child, "message");
  return child;
}
