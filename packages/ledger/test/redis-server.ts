import { spawn, type ChildProcess } from "node:child_process";
import { randomInt } from "node:crypto";
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

/** Time for a server to listen and load its file, on a machine that is busy with much else. */
const START_MS_MAX = 30_000;
/** Starts until it counts as impossible: a port that is drawn may be taken. */
const STARTS_MAX = 5;
/**
 * Ports below those that Linux gives to outgoing connections (from 32,768): a client that connects
 * while the server is down cannot be given the server's own port.
 */
const PORT_FIRST = 20_000;
const PORT_END = 32_768;

/** @param settings settings of the server besides its own, such as `cluster-enabled` */
export async function startRedisServer(
  settings: Readonly<Record<string, string>> = {},
): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-redis-"));
  const { port, ...first } = await startSomewhere(freePort, folder, settings);
  let { server } = first;
  return {
    port,
    crash: async (whileAway = async () => {}) => {
      await kill(server);
      await whileAway();
      ({ server } = await startSomewhere(async () => port, folder, settings));
    },
    stop: async () => {
      await kill(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface StartedServer {
  readonly port: number;
  readonly server: ChildProcess;
}

async function startSomewhere(
  nextPort: () => Promise<number>,
  folder: string,
  settings: Readonly<Record<string, string>>,
): Promise<StartedServer> {
  for (let starts = 1; ; starts += 1) {
    try {
      const port = await nextPort();
      return { port, server: await start(folder, port, settings) };
    } catch (error) {
      if (starts >= STARTS_MAX) throw error;
    }
  }
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
  try {
    await Promise.race([failure, answersPing(server, port)]);
  } catch (error) {
    await kill(server);
    throw error;
  }
  return server;
}

/** Resolves when it has ended, whether it was running or not. */
async function kill(server: ChildProcess): Promise<void> {
  if (!isRunning(server)) return;
  const exited = once(server, "exit");
  server.kill("SIGKILL");
  await exited;
}

function isRunning({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid !== undefined && exitCode === null && signalCode === null;
}

async function answersPing(server: ChildProcess, port: number): Promise<void> {
  const endsAtMs = Date.now() + START_MS_MAX;
  while (isRunning(server) && Date.now() < endsAtMs) {
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
      socket.once("data", (data) => socket.destroy() && resolve(`${data}`));
      socket.once("error", () => resolve(""));
      socket.once("close", () => resolve(""));
      socket.setTimeout(1_000, () => socket.destroy());
    });
    if (answer.startsWith("+PONG")) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`redis-server does not answer on port ${port}.`);
}

/** Rejects when the port that it draws is taken. */
async function freePort(): Promise<number> {
  const port = randomInt(PORT_FIRST, PORT_END);
  const probe = createServer().listen(port, "127.0.0.1");
  await once(probe, "listening");
  probe.close();
  await once(probe, "close");
  return port;
}
