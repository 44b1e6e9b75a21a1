import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { connectRedis } from "../packages/ledger/test/connect-redis.ts";
import { steppedHealth, type SteppedHealth } from "../packages/ledger/test/joined-health.ts";
import { startRedisServer, type RedisServer } from "../packages/ledger/test/redis-server.ts";
import {
  createSampleRouter,
  eventsOf,
  REQUEST,
  type SampleOptions,
  type SampleRouter,
} from "../packages/sdk/test/sample-router.ts";

/** A router of a process of its own. */
interface Process extends SampleRouter {
  readonly shared: SteppedHealth;
}

let server: RedisServer;
let client: ReturnType<typeof connectRedis>;
let prefix = "";

beforeAll(async () => {
  server = await startRedisServer();
  client = connectRedis(server.port);
});

beforeEach((context) => {
  prefix = context.task.id;
});

afterAll(async () => {
  client.disconnect();
  await server.stop();
});

const ALPHA = "alpha/quick#us";
const BETA = "beta/quick#us";
const REFUSED = { fail: "auth" } as const;

async function startProcess(script: SampleOptions["script"] = {}): Promise<Process> {
  const shared = steppedHealth(client, prefix);
  const sample = createSampleRouter({ script, health: shared.port });
  await shared.look();
  return { ...sample, shared };
}

function breakerChanges({ events }: Process): readonly string[] {
  return eventsOf(events, "breaker-changed").map(({ to, cause }) => `${to}: ${cause}`);
}

function callsTo({ models }: Process, endpoint: string): number {
  return models.calls.filter((call) => call.endpoint === endpoint).length;
}

test("where one router's breaker opens the other's does, and when its probes pass both close", async () => {
  const one = await startProcess({ [ALPHA]: [REFUSED, {}] });
  const two = await startProcess();
  await one.ask();
  await one.shared.look();
  await two.shared.look();
  expect((await two.ask()).endpoint).toBe(BETA);
  expect(callsTo(two, ALPHA)).toBe(0);
  expect(breakerChanges(two)).toEqual(["open: another process: auth"]);

  await two.clock.pass(15_000);
  await two.ask();
  await two.shared.look();
  await one.shared.look();
  expect((await one.ask()).endpoint).toBe(ALPHA);
  expect(breakerChanges(one)).toEqual(["open: auth", "closed: another process: 1 probes passed"]);
});

test("how slow an endpoint was to one router the other knows without a call of its own", async () => {
  const slow = { afterMs: 3_000 } as const;
  const one = await startProcess({ [ALPHA]: [slow] });
  const two = await startProcess();
  for (let call = 0; call < 100; call += 1) await one.ask();
  await one.shared.look();
  await two.shared.look();
  const { endpoints } = await two.router.health();
  expect(endpoints.find(({ endpoint }) => endpoint === ALPHA)?.latencyMsP95).toBe(3_200);
  expect((await two.ask({ slaMs: 3_000 })).endpoint).toBe(BETA);
  expect(callsTo(two, ALPHA)).toBe(0);
});

test("how soon an endpoint's streams begin for one router holds for the other's", async () => {
  const one = await startProcess({ [ALPHA]: [{ text: "a b", afterMs: 100 }] });
  const two = await startProcess({ [ALPHA]: ["hang"] });
  const stream = async ({ router, clock }: Process): Promise<unknown> =>
    await clock.finish(router.stream({ ...REQUEST, slaMs: 30_000 }).answer);
  for (let call = 0; call < 100; call += 1) await stream(one);
  await one.shared.look();
  await two.shared.look();
  await stream(two);
  // The policy would wait 6 seconds.
  expect(eventsOf(two.events, "attempt-ended")[0]).toMatchObject({
    endpoint: ALPHA,
    latencyMs: 1_500,
  });
});

test("a rate limit that one router is told of keeps the other away too", async () => {
  const refusal = { fail: "rate-limited", retryAfterMs: 20_000 } as const;
  const one = await startProcess({ [ALPHA]: [refusal] });
  const two = await startProcess();
  await one.ask();
  await one.shared.look();
  await two.shared.look();
  expect((await two.ask()).endpoint).toBe(BETA);
  await two.clock.pass(20_000);
  expect((await two.ask()).endpoint).toBe(ALPHA);
  expect(breakerChanges(two)).toEqual([]);
});

test("Redis killed: asks go on, each router by itself, with an event; then what was missed is heard", async () => {
  const one = await startProcess({ [ALPHA]: [REFUSED] });
  const two = await startProcess();
  const links = ({ events }: Process): readonly string[] =>
    events.map(({ type }) => type).filter((type) => type.startsWith("health-link"));
  await server.crash(async () => {
    expect((await one.ask()).endpoint).toBe(BETA);
    for (const { shared } of [one, two]) {
      shared.beginLook();
      shared.clock.pass(1_000);
    }
    expect((await one.ask()).endpoint).toBe(BETA);
    expect((await two.ask()).endpoint).toBe(ALPHA);
    expect([links(one), links(two)]).toEqual([["health-link-lost"], ["health-link-lost"]]);
  });
  for (const { shared } of [one, two]) {
    shared.clock.pass(1_000);
    await shared.look();
  }
  expect((await two.ask()).endpoint).toBe(BETA);
  expect([links(one), links(two)]).toEqual([
    ["health-link-lost", "health-link-back"],
    ["health-link-lost", "health-link-back"],
  ]);
});

test("an endpoint that a router's own catalogue has not is none of its business", async () => {
  const one = await startProcess();
  const other = steppedHealth(client, prefix);
  const member = other.port.join({ onWord: () => {}, onLost: () => {}, onBack: () => {} });
  await other.look();
  member.tell({ kind: "opened", endpoint: "alpha/other#us", leftMs: 60_000, cause: "auth" });
  await other.look();
  await one.shared.look();
  expect(breakerChanges(one)).toEqual([]);
});

test("a router that is closed answers on, and neither tells nor hears", async () => {
  const one = await startProcess({ [ALPHA]: [REFUSED] });
  const two = await startProcess({ [ALPHA]: [REFUSED] });
  two.router.close();
  await one.ask();
  await one.shared.look();
  await two.shared.look();
  expect((await two.ask()).endpoint).toBe(BETA);
  expect(breakerChanges(two)).toEqual(["open: auth"]);
  await two.shared.look();
  expect(await client.hlen(`{${prefix}}:health`)).toBe(1);
  expect(await client.xlen(`{${prefix}}:latency`)).toBe(1);
});
