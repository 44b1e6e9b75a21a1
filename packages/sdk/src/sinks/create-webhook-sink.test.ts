import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { Clock, SwitchyardEvent } from "@switchyard/contract";
import { afterEach, expect, test } from "vitest";
import { createWebhookSink, type WebhookOptions } from "./create-webhook-sink.ts";
import { signWebhook, webhookKey } from "./sign-webhook.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const EPOCH_MS = 1_795_521_600_500;

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the server does with a request: answers with a status, or never. */
type Act = number | "hang";

interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** Resolves when so many requests have come. */
  readonly has: (count: number) => Promise<void>;
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A server on the loopback that acts out a script; its last act stays. */
async function startReceiver(script: readonly Act[]): Promise<Receiver> {
  const received: Received[] = [];
  const waiters: { readonly count: number; readonly resolve: () => void }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const act = script[Math.min(received.length, script.length - 1)] ?? 200;
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
      if (act !== "hang") response.writeHead(act, { location: "/elsewhere" }).end("noted");
      for (const { count, resolve } of waiters) if (received.length >= count) resolve();
    });
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("expected a port");
  return {
    url: `http://127.0.0.1:${address.port}/hooks`,
    received,
    has: (count) =>
      new Promise((resolve) => {
        if (received.length >= count) resolve();
        else waiters.push({ count, resolve });
      }),
  };
}

/** Sleeps are over at once and noted; deadlines are over when the test says so. */
function testClock(): {
  readonly clock: Clock;
  readonly slept: number[];
  readonly endDeadlines: () => void;
} {
  const slept: number[] = [];
  const deadlines = new Set<AbortController>();
  const clock: Clock = {
    nowMs: () => 0,
    epochMs: () => EPOCH_MS,
    sleep: async (durationMs) => {
      slept.push(durationMs);
    },
    deadline: () => {
      const controller = new AbortController();
      deadlines.add(controller);
      return { signal: controller.signal, cancel: () => deadlines.delete(controller) };
    },
  };
  const endDeadlines = (): void => {
    for (const controller of deadlines) controller.abort(new DOMException("late", "TimeoutError"));
  };
  return { clock, slept, endDeadlines };
}

const options = (clock: Clock): WebhookOptions => ({ secret: SECRET, clock });

function aBurn(budget: string): SwitchyardEvent {
  return {
    type: "burn-alert",
    atMs: 1,
    bundle: "0123456789ab",
    budget,
    spentMicroUsd: 1,
    reservedMicroUsd: 0,
    capMicroUsd: 10,
    to: "firing",
    windowMs: 60_000,
    longWindowMs: 300_000,
    alertRate: 12,
    rate: 13,
    longRate: 12,
  };
}

const OTHER: SwitchyardEvent = {
  type: "fault-ended",
  atMs: 1,
  bundle: "0123456789ab",
  fault: "outage",
};

/** As a receiver verifies it, by its own reading of the secret. */
function isSigned({ headers, body }: Received): boolean {
  const key = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64");
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const digest = createHmac("sha256", key).update(signed).digest("base64");
  return headers["webhook-signature"] === `v1,${digest}`;
}

/** The example that implementations of Standard Webhooks test themselves by. */
test("signs as Standard Webhooks do, by a base64 secret and by any other text", () => {
  const id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  const signed = signWebhook(webhookKey(SECRET), id, 1_614_265_330, '{"test": 2432232314}');
  expect(signed["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  expect(webhookKey("plain")).toEqual(Buffer.from("plain"));
});

test("posts the events it is for, in order, one by one and signed, and no other", async () => {
  const { url, received } = await startReceiver([200]);
  const sink = createWebhookSink(url, options(testClock().clock));
  for (const event of [aBurn("day"), OTHER, aBurn("month")]) sink.record(event);
  await sink.flush();
  expect(received.map(({ body }) => JSON.parse(body))).toEqual([aBurn("day"), aBurn("month")]);
  expect(received.every(isSigned)).toBe(true);
  const [first, second] = received.map(({ headers }) => headers);
  expect(first).toMatchObject({ "content-type": "application/json" });
  expect(first?.["webhook-timestamp"]).toBe(`${Math.floor(EPOCH_MS / 1_000)}`);
  expect(first?.["webhook-id"]).not.toBe(second?.["webhook-id"]);
  expect(sink.dropped).toBe(0);
});

test("sends what it is told to send instead", async () => {
  const { url, received } = await startReceiver([204]);
  const sink = createWebhookSink(url, {
    ...options(testClock().clock),
    events: ["fault-ended"],
  });
  for (const event of [aBurn("day"), OTHER]) sink.record(event);
  await sink.flush();
  expect(received.map(({ body }) => JSON.parse(body))).toEqual([OTHER]);
});

test("tries again with doubling waits under the same id, until it is taken", async () => {
  const { url, received } = await startReceiver([500, 429, 302, 200]);
  const { clock, slept } = testClock();
  const sink = createWebhookSink(url, options(clock));
  sink.record(aBurn("day"));
  await sink.flush();
  expect(received).toHaveLength(4);
  expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  expect(received.every(isSigned)).toBe(true);
  expect(slept).toEqual([1_000, 2_000, 4_000]);
  expect(sink.dropped).toBe(0);
});

test("gives up after its tries, at once where the receiver is gone, and goes on with the next", async () => {
  const { url, received } = await startReceiver([500, 500, 500, 410, 200]);
  const { clock, slept } = testClock();
  const sink = createWebhookSink(url, { ...options(clock), attemptsMax: 3, backoffMs: 50_000 });
  for (const budget of ["lost", "gone", "told"]) sink.record(aBurn(budget));
  await sink.flush();
  expect(received.map(({ body }) => JSON.parse(body).budget)).toEqual([
    "lost",
    "lost",
    "lost",
    "gone",
    "told",
  ]);
  expect(slept).toEqual([50_000, 60_000]);
  expect(sink.dropped).toBe(2);
});

test("a receiver that hangs is left at the time limit, and what finds the queue full is dropped", async () => {
  const { url, received, has } = await startReceiver(["hang", 200]);
  const { clock, endDeadlines } = testClock();
  const sink = createWebhookSink(url, { ...options(clock), queueMax: 1 });
  sink.record(aBurn("slow"));
  await has(1);
  for (const budget of ["waits", "dropped", "dropped"]) sink.record(aBurn(budget));
  expect(sink.dropped).toBe(2);
  endDeadlines();
  await sink.flush();
  expect(received.map(({ body }) => JSON.parse(body).budget)).toEqual(["slow", "slow", "waits"]);
  expect(sink.dropped).toBe(2);
});

test("a server that is not there costs the event alone", async () => {
  const { url } = await startReceiver([200]);
  for (const server of servers) server.close();
  const sink = createWebhookSink(url, { ...options(testClock().clock), attemptsMax: 2 });
  sink.record(aBurn("day"));
  await sink.flush();
  expect(sink.dropped).toBe(1);
});

test("a target that cannot be one is refused with the way out, and the secret is not told", () => {
  const { clock } = testClock();
  expect(() => createWebhookSink("ftp://host", options(clock))).toThrow(/http or https; write one/);
  expect(() => createWebhookSink("hooks", options(clock))).toThrow(/http or https/);
  for (const secret of ["", "whsec_"])
    expect(() => createWebhookSink("https://host", { secret, clock })).toThrow(/secret is empty/);
  expect(() => createWebhookSink("https://host", { ...options(clock), attemptsMax: 0 })).toThrow(
    /attemptsMax is 0.*at least 1/,
  );
});
