import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A real `redis-server` of its own, with an append-only file in a folder of its own. */
export interface RedisServer {
  readonly port: number;
  /** Kills it (SIGKILL) and, when `whileAway` is done, starts it again on the same port and file. */
  readonly crash: (whileAway?: () => Promise<void>) => Promise<void>;
  /** Ends it and removes its folder. */
  readonly stop: () => Promise<void>;
}

/** Time for a server to listen and load its file. */
const START_MS_MAX = 10_000;

/** @param settings settings of the server besides its own, such as `cluster-enabled` */
export async function startRedisServer(
  settings: Readonly<Record<string, string>> = {},
): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-redis-"));
  const port = await freePort();
  let server = await start(folder, port, settings);
  const kill = async (): Promise<void> => {
    const exited = once(server, "exit");
    server.kill("SIGKILL");
    await exited;
  };
  return {
    port,
    crash: async (whileAway = async () => {}) => {
      await kill();
      await whileAway();
      server = await start(folder, port, settings);
    },
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function start(
  folder: string,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<ChildProcess> {
  const options = { port, bind: "127.0.0.1", dir: folder, appendonly: "yes", save: "" };
  const flags = Object.entries({ ...options, appendfsync: "always", ...settings });
  const server = spawn(
    "redis-server",
    flags.flatMap(([name, value]) => [`--${name}`, `${value}`]),
    { stdio: "ignore" },
  );
  const failure = new Promise<never>((_, reject) => {
    server.once("error", (cause) =>
      reject(new Error("No redis-server here: `apt-get install redis-server` adds it.", { cause })),
    );
    server.once("exit", (code) => reject(new Error(`redis-server ended with code ${code}.`)));
  });
  failure.catch(() => {});
  await Promise.race([failure, answersPing(port)]);
  return server;
}

async function answersPing(port: number): Promise<void> {
  const endsAtMs = Date.now() + START_MS_MAX;
  while (Date.now() < endsAtMs) {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
      socket.once("data", (data) => socket.destroy() && resolve(`${data}`));
      socket.once("error", () => resolve(""));
      socket.once("close", () => resolve(""));
    });
    if (answer.startsWith("+PONG")) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`redis-server does not answer on port ${port}.`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("expected a port");
  return address.port;
}
