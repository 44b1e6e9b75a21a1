import type { EventSink, SwitchyardEvent } from "@switchyard/contract";
import { expect, test } from "vitest";
import type { Fault } from "../../faults/fault.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { shippedScenario } from "../../scenario/shipped-scenarios.ts";
import { shippedBundle } from "../../workload/arbitraries.ts";
import type { RehearsalOutcome } from "../rehearsal-outcome.ts";
import { rehearse } from "../rehearse.ts";

const base = shippedScenario("default");
const bundle = shippedBundle("policy.yaml");

interface Run extends RehearsalOutcome {
  readonly events: readonly SwitchyardEvent[];
}

/** Thirty virtual seconds of traffic under some faults. */
async function run(...faults: readonly Fault[]): Promise<Run> {
  const scenario: Scenario = {
    ...base,
    faults,
    opening: {},
    checks: [],
    workload: { ...base.workload, durationMs: 30_000 },
  };
  const events: SwitchyardEvent[] = [];
  const sink: EventSink = { record: (event) => void events.push(event) };
  return { ...(await rehearse({ scenario, bundle, fidelity: "model", sinks: [sink] })), events };
}

function count({ events }: Run, type: SwitchyardEvent["type"]): number {
  return events.filter((event) => event.type === type).length;
}

/** Asks of users that ended. */
function ended({ events }: Run): number {
  const ends = events.filter(
    (event) =>
      (event.type === "ask-answered" || event.type === "ask-failed") &&
      event.judgesAskId === undefined,
  );
  return ends.length;
}

test("store.down: the router tells that its ledger is down, and up again", async () => {
  for (const mode of ["refuse", "hang"] as const) {
    const outcome = await run({ id: "gone", type: "store.down", mode, at: "5s", for: "10s" });
    const turns = outcome.events.flatMap((event) =>
      event.type === "ledger-changed" ? event.to : [],
    );
    expect([mode, turns]).toEqual([mode, ["down", "up"]]);
    expect(outcome.hits["gone"]).toBeGreaterThan(0);
    expect(ended(outcome)).toBe(outcome.requests);
  }
});

test("store.slow: slower than its guard is down, quicker is merely slow", async () => {
  const slow = await run({ id: "slow", type: "store.slow", add: "50ms", at: "5s", for: "5s" });
  const stuck = await run({ id: "slow", type: "store.slow", add: "5s", at: "5s", for: "5s" });
  expect(count(slow, "ledger-changed")).toBe(0);
  expect(slow.hits["slow"]).toBeGreaterThan(0);
  expect(count(stuck, "ledger-changed")).toBeGreaterThan(0);
});

test("store.lost-ack and deliver.duplicate book nothing twice", async () => {
  const plain = await run({ id: "none", type: "store.slow", add: "0ms", at: "0s" });
  const twice = await run({ id: "twice", type: "deliver.duplicate", op: "settle", at: "0s" });
  const again = await run({ id: "again", type: "deliver.duplicate", op: "reserve", at: "0s" });
  expect(twice.hits["twice"]).toBeGreaterThan(50);
  expect(twice.summary).toEqual(plain.summary);
  expect(again.summary).toEqual(plain.summary);
  const lost = await run({
    id: "ack",
    type: "store.lost-ack",
    op: "settle",
    share: "5%",
    at: "0s",
  });
  expect(lost.hits["ack"]).toBeGreaterThan(0);
  expect(ended(lost)).toBe(lost.requests);
});

test("store.stale-read and store.lost-writes read and go on from a copy that lags", async () => {
  const stale = await run({ id: "stale", type: "store.stale-read", lag: "5s", at: "5s" });
  const failed = await run({ id: "over", type: "store.lost-writes", window: "2s", at: "10s" });
  expect(ended(stale)).toBe(stale.requests);
  expect(failed.hits["over"]).toBe(1);
  expect(ended(failed)).toBe(failed.requests);
});

test.each(["before-reserve", "after-reserve", "mid-call", "after-call", "after-settle"] as const)(
  "router.crash %s loses what is in flight, and a new router goes on",
  async (point) => {
    const outcome = await run({ id: "crash", type: "router.crash", point, at: "10s" });
    expect(outcome.hits).toEqual({ crash: 1 });
    expect(outcome.lost).toBeGreaterThan(0);
    expect(outcome.lost).toBeLessThan(40);
    expect(ended(outcome) + outcome.lost).toBe(outcome.requests);
  },
);

test("router.crash with a time: who comes meanwhile finds no router", async () => {
  const crash = { id: "crash", type: "router.crash", point: "mid-call", at: "10s" } as const;
  const quick = await run(crash);
  const long = await run({ ...crash, for: "5s" });
  expect(long.lost).toBeGreaterThan(quick.lost);
});

test("router.pause: nothing ends before it is over, and everything ends", async () => {
  const outcome = await run({ id: "stop", type: "router.pause", at: "10s", for: "5s" });
  const [start = 0] = outcome.events.map(({ atMs }) => atMs);
  const meanwhile = outcome.events.filter(
    ({ type, atMs }) => type === "ask-answered" && atMs - start > 10_000 && atMs - start < 15_000,
  );
  expect(meanwhile).toEqual([]);
  expect(ended(outcome)).toBe(outcome.requests);
  expect(outcome.hits["stop"]).toBeGreaterThan(0);
});

test("clock.jump and clock.skew move the router's wall clock, and no ask is lost", async () => {
  const [start = 0] = (await run()).events.map(({ atMs }) => atMs);
  const jumped = await run({ id: "jump", type: "clock.jump", by: "+1h", at: "10s", for: "10s" });
  const late = jumped.events.filter(({ atMs }) => atMs - start > 3_600_000);
  expect(late.length).toBeGreaterThan(0);
  expect(ended(jumped)).toBe(jumped.requests);
  const skewed = await run({ id: "skew", type: "clock.skew", by: "-2m", ramp: "20s", at: "1s" });
  const least = Math.min(...skewed.events.map(({ atMs }) => atMs));
  expect(least).toBeLessThan(start);
  expect(ended(skewed)).toBe(skewed.requests);
});

test("journal.full: events are dropped there, and asks do not mind", async () => {
  const plain = await run();
  const full = await run({ id: "full", type: "journal.full", at: "5s", for: "5s" });
  expect(full.hits["full"]).toBeGreaterThan(50);
  expect(full.summary).toEqual(plain.summary);
});

test("policy.push: a bad one is refused, an unwise one comes into force and goes again", async () => {
  const push = { id: "push", type: "policy.push", at: "5s", for: "10s" } as const;
  const bad = await run({ ...push, set: { "/defaults/attempts/max": "many" } });
  const unwise = await run({
    ...push,
    set: { "/defaults/attempts/max": 1, "/defaults/attempts/perEndpoint": 1 },
  });

  expect(count(bad, "policy-refused")).toBe(1);
  expect(count(bad, "policy-swapped")).toBe(0);
  expect(count(unwise, "policy-swapped")).toBe(2);
  expect(ended(unwise)).toBe(unwise.requests);
});

test("classifier.slow takes from the user's time; classifier.drift asks for the wrong thing", async () => {
  const plain = await run();
  const slow = await run({ id: "slow", type: "classifier.slow", add: "500ms", at: "0s" });
  const slasOf = ({ events }: Run) =>
    events.flatMap((event) => (event.type === "ask-received" ? event.slaMs : []));
  expect(Math.min(...slasOf(slow))).toBe(Math.min(...slasOf(plain)) - 500);
  const [first, second] = bundle.bundle.policy.domains.intents;
  const confusion = { [first ?? ""]: { [second ?? ""]: 1 } };
  const drift = await run({ id: "drift", type: "classifier.drift", confusion, at: "0s" });
  const of = ({ events }: Run) =>
    events.filter((event) => event.type === "ask-received" && event.intent === first).length;
  expect([of(plain) > 0, of(drift)]).toEqual([true, 0]);
});

test("load.surge: so many asks in place of each", async () => {
  const plain = await run();
  const surge = await run({ id: "surge", type: "load.surge", times: 3, at: "10s", for: "10s" });
  expect(surge.requests).toBeGreaterThan(1.4 * plain.requests);
  expect(surge.hits["surge"]).toBeGreaterThan(0);
});

test("equal seeds give equal events, with every fault around the router at once", async () => {
  const all: readonly Fault[] = [
    { id: "a", type: "store.slow", add: "20ms", share: "30%", at: "1s" },
    { id: "b", type: "router.crash", point: "after-reserve", at: "5s" },
    { id: "c", type: "clock.skew", by: "+5m", at: "8s" },
    { id: "d", type: "router.pause", at: "12s", for: "2s" },
    { id: "e", type: "store.lost-writes", window: "1s", at: "16s" },
  ];
  const [one, other] = [await run(...all), await run(...all)];
  expect(other.events).toEqual(one.events);
  expect(ended(one) + one.lost).toBe(one.requests);
});
