import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Tasks } from "./worker.ts";

const WORKER = fileURLToPath(new URL("worker.ts", import.meta.url));

/** A process of its own. */
export interface Worker {
  perform<Name extends keyof Tasks>(
    task: Name,
    ask: Tasks[Name]["ask"],
  ): Promise<Tasks[Name]["reply"]>;
  kill(): void;
}

/** Starts a worker, and waits for its first word. */
export async function forkWorker(port: number, requestsPerMinute: number): Promise<Worker> {
  const child = fork(WORKER, [`${port}`, `${requestsPerMinute}`], { execArgv: [] });
  await heard(child);
  return {
    perform: async (task, ask) => {
      const reply = heard<Tasks[typeof task]["reply"]>(child);
      child.send({ task, ...ask } satisfies object);
      return await reply;
    },
    kill: () => child.kill("SIGKILL"),
  };
}

async function heard<Message>(child: ChildProcess): Promise<Message> {
  const over = new AbortController();
  const { signal } = over;
  const ended = once(child, "exit", { signal }).then(([code]) => {
    throw new Error(`A process ended by itself, with code ${code}.`);
  });
  ended.catch(() => {});
  const [message]: Message[] = await Promise.race([once(child, "message", { signal }), ended]);
  over.abort();
  if (message === undefined) throw new Error("A process said nothing.");
  return message;
}
