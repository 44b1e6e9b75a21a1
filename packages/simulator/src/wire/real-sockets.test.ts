import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { ModelPort, ModelResult } from "@switchyard/contract";
import { createProviders } from "@switchyard/providers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FaultBehaviour } from "../faults/fault.ts";
import { aCall, aCatalog, aFault, aWorld, modelOfFormat, type AWorld } from "./arbitraries.ts";
import { simulatedEnv } from "./simulated-env.ts";

/** What the simulated wire makes of a fault is what a router meets on a socket. */

const URL_HEADER = "x-simulated-url";
const script = () => ({ inputTokens: 1500, outputTokens: 400, quality: 0.9 });

let server: Server;
let origin: string;
/** Nobody listens there. */
let closedOrigin: string;
/** Plans what the server answers next. */
let world: AWorld = aWorld();

beforeAll(async () => {
  server = createServer((request, response) => void answer(request, response));
  origin = await listen(server);
  const gone = createServer();
  closedOrigin = await listen(gone);
  await close(gone);
});

afterAll(() => {
  server.closeAllConnections();
  return close(server);
});

async function listen(listener: Server): Promise<string> {
  await new Promise<void>((resolve) => {
    listener.listen(0, "127.0.0.1", resolve);
  });
  const address = listener.address();
  return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
}

function close(listener: Server): Promise<void> {
  return new Promise((resolve) => {
    listener.close(() => resolve());
  });
}

/** What is sent of an answer, and how its connection ends. */
interface Sent {
  readonly response?: Response;
  readonly chunks: readonly Uint8Array[];
  readonly end: "closed" | "cut" | "reset";
}

/** Lets the simulator answer a request in virtual time, and keeps the bytes that it plans. */
async function planned(url: string, init: RequestInit): Promise<Sent> {
  const chunks: Uint8Array[] = [];
  const collect = async (): Promise<Sent> => {
    const response = await world.fetch(url, init).catch(() => undefined);
    if (response === undefined) return { chunks, end: "reset" };
    try {
      for await (const chunk of response.body ?? []) chunks.push(chunk);
      return { response, chunks, end: "closed" };
    } catch {
      return { response, chunks, end: "cut" };
    }
  };
  const sent = world.clock.track(collect());
  await world.clock.run();
  return sent;
}

/** Sends the planned bytes over the socket, chunk by chunk, and ends or breaks it. */
async function answer(request: IncomingMessage, reply: ServerResponse): Promise<void> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  const { [URL_HEADER]: url, ...headers } = request.headers;
  const texts = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  const init = { method: "POST", headers: Object.fromEntries(texts), body };
  const { response, chunks, end } = await planned(String(url), init);
  if (response === undefined) {
    request.socket.resetAndDestroy();
    return;
  }
  reply.writeHead(response.status, Object.fromEntries(response.headers));
  reply.flushHeaders();
  for (const chunk of chunks)
    await new Promise((resolve) => {
      reply.write(chunk, resolve);
    });
  if (end === "cut") request.socket.destroySoon();
  else reply.end();
}

/** The adapters of production over Node's own `fetch`, to the server in every provider's place. */
function realPort(to: string, more: RequestInit = {}): ModelPort {
  return createProviders({
    catalog: aCatalog,
    env: simulatedEnv(aCatalog),
    fetch: (input, init) => {
      const headers = new Headers(init?.headers);
      const url = input instanceof Request ? input.url : String(input);
      headers.set(URL_HEADER, url);
      return fetch(`${to}/`, { ...init, headers, ...more });
    },
  });
}

/** What a router tells calls apart by. */
function seen(result: ModelResult, text: string): object {
  if (result.ok) {
    const { finishReason, usage } = result.response;
    return { ok: true, finishReason, usage, text };
  }
  const { kind, committed, status, billed, scope } = result.failure;
  return { ok: false, kind, committed, status, billed, scope, text };
}

interface Case {
  readonly model: string;
  readonly fault: FaultBehaviour;
  readonly isStream: boolean;
}

/** The same call over the simulated wire and over sockets. */
async function bothWays({ model, fault, isStream }: Case, port: ModelPort) {
  const make = () => aWorld({ faults: [aFault(fault)], script });
  const simulated = make();
  const onWire = isStream
    ? await simulated.stream(model)
    : { result: await simulated.ask(model), text: "" };
  world = make();
  let text = "";
  const call = aCall(model);
  const result = isStream
    ? await port.stream(call, (part) => {
        if (part.type === "text") text += part.text;
      })
    : await port.generate(call);
  return { onWire: seen(onWire.result, onWire.text), onSocket: seen(result, text), result };
}

describe.each(Object.entries(modelOfFormat))("%s", (_format, model) => {
  test.each([
    [{ type: "stream.cut" }, "stream-interrupted"],
    [{ type: "stream.cut", after: "0%" }, "network"],
    [{ type: "stream.early-end" }, "stream-interrupted"],
    [{ type: "stream.error" }, "stream-interrupted"],
    [{ type: "stream.slow-tokens", times: 5 }, "ok"],
    [{ type: "stream.malformed", how: "bad-json" }, "stream-interrupted"],
    [{ type: "stream.malformed", how: "split-utf8" }, "ok"],
    [{ type: "net.reset" }, "network"],
    [{ type: "net.reset", during: "headers" }, "network"],
    [{ type: "net.slow-connect", wait: "4s" }, "ok"],
    [{ type: "body.malformed", how: "truncated-json" }, "malformed-output"],
  ] as const)(
    "%o is on a socket what it is on the simulated wire, a stream",
    async (fault, kind) => {
      const { onWire, onSocket, result } = await bothWays(
        { model, fault, isStream: true },
        realPort(origin),
      );
      expect(onSocket).toEqual(onWire);
      expect(result.ok ? "ok" : result.failure.kind).toBe(kind);
    },
  );

  test.each([
    [{ type: "net.reset" }, "network"],
    [{ type: "body.cut" }, "network"],
  ] as const)("%o is on a socket what it is on the simulated wire, whole", async (fault, kind) => {
    const { onWire, onSocket } = await bothWays(
      { model, fault, isStream: false },
      realPort(origin),
    );
    expect(onSocket).toEqual(onWire);
    expect(onSocket).toMatchObject({ ok: false, kind });
  });

  test("net.refused is what a port without a listener does", async () => {
    const refused = { model, fault: { type: "net.refused" }, isStream: true } as const;
    const { onWire, onSocket } = await bothWays(refused, realPort(closedOrigin));
    expect(onSocket).toEqual(onWire);
    expect(onSocket).toMatchObject({ ok: false, kind: "network" });
  });
});

test("net.slow-connect is what a connection does that never comes about, in every format", async () => {
  const fault = { type: "net.slow-connect", wait: "30s" } as const;
  const port = realPort("http://never.invalid", { dispatcher: impatientAgent() });
  const models = Object.values(modelOfFormat);
  const ways = await Promise.all(
    models.map((model) => bothWays({ model, fault, isStream: true }, port)),
  );
  for (const { onWire, onSocket } of ways) {
    expect(onSocket).toEqual(onWire);
    expect(onSocket).toMatchObject({ ok: false, kind: "timeout", scope: "connect" });
  }
});

/** Node's own client with a connect timeout of a moment, and a name that is never resolved. */
function impatientAgent(): NonNullable<RequestInit["dispatcher"]> {
  const symbol = Symbol.for("undici.globalDispatcher.1");
  const { constructor: Agent } = Reflect.get(globalThis, symbol);
  return Reflect.construct(Agent, [{ connect: { timeout: 5, lookup: () => {} } }]);
}
