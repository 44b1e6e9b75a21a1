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
  /** Gives each process its part of a round: those that are up at once, the others when they are. */
  start(order: (name: string) => RoundOrder): void;
  /** Kills one (SIGKILL) that works, and lets another take its place; false if there was none. */
  kill(index: number): Promise<boolean>;
  /** Resolves when all have ended what they began. */
  stop(): Promise<void>;
  end(): Promise<void>;
}

interface Place {
  child?: ChildProcess;
  isWorking: boolean;
}

/** Resolves when the first processes are up. */
export async function createProcesses(count: number): Promise<Processes> {
  // A process that takes the place of another finds its code compiled.
  const cache = mkdtempSync(join(tmpdir(), "switchyard-compiled-"));
  const places = Array.from({ length: count }, (): Place => ({ isWorking: false }));
  const births = new Set<Promise<void>>();
  let names = 0;
  let order: ((name: string) => RoundOrder) | undefined;

  const begin = (place: Place): void => {
    if (order === undefined || place.child === undefined) return;
    place.isWorking = true;
    place.child.send(order(`p${(names += 1)}`));
  };
  const fill = async (place: Place): Promise<void> => {
    place.child = await spawnWorker(cache);
    begin(place);
  };
  const born = (place: Place): void => {
    const birth = fill(place).finally(() => births.delete(birth));
    births.add(birth);
  };
  for (const place of places) born(place);
  await Promise.all(births);
  return {
    start: (next) => {
      order = next;
      for (const place of places) begin(place);
    },
    kill: async (index) => {
      const place = places[index];
      if (place?.child === undefined || !place.isWorking) return false;
      const { child } = place;
      delete place.child;
      place.isWorking = false;
      await killed(child);
      born(place);
      return true;
    },
    stop: async () => {
      order = undefined;
      const working = places.filter(({ isWorking }) => isWorking);
      await Promise.all(
        working.map(async (place) => {
          if (place.child === undefined) return;
          const idle = nextMessage(place.child);
          place.child.send("stop");
          await idle;
          place.isWorking = false;
        }),
      );
    },
    end: async () => {
      await Promise.all(births);
      for (const { child } of places) if (child !== undefined) await killed(child);
      rmSync(cache, { recursive: true, force: true });
    },
  };
}

async function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
}

async function spawnWorker(cache: string): Promise<ChildProcess> {
  const child = fork(WORKER, {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  });
  await nextMessage(child);
  return child;
}

/** Rejects when the process ends without a message: it prints why. */
async function nextMessage(child: ChildProcess): Promise<void> {
  const heard = new AbortController();
  const { signal } = heard;
  const ended = once(child, "exit", { signal }).then(([code]) => {
    throw new Error(`Process ${child.pid} ended by itself, with code ${code}.`);
  });
  try {
    await Promise.race([once(child, "message", { signal }), ended]);
  } finally {
    heard.abort();
  }
}
