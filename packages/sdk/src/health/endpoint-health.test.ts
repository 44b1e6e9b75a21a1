import type { HealthWord } from "@switchyard/contract";
import { expect, test } from "vitest";
import { SAMPLE } from "../../test/sample-bundle.ts";
import { createEndpointHealth, type BreakerChange } from "./endpoint-health.ts";

const { defaults } = SAMPLE.bundle.policy;
const failed = {
  verdict: "failed",
  reason: "overloaded",
  durationMs: 10,
  retryBudget: "spend",
} as const;
const passed = { verdict: "passed", reason: "ok", durationMs: 10, retryBudget: "earn" } as const;

test("each endpoint has a breaker of its own, and tells its changes", () => {
  const changes: BreakerChange[] = [];
  const health = createEndpointHealth(defaults, (change) => changes.push(change));
  for (let call = 0; call < 3; call += 1) health.end("a", health.admit("a"), failed, 0);
  health.end("b", health.admit("b"), failed, 0);
  expect(health.breakers(0)).toEqual({ a: "open" });
  expect(health.breakers(15_000)).toEqual({ a: "half-open" });
  health.end("a", health.admit("a"), passed, 15_000);
  expect(health.breakers(15_000)).toEqual({});
  expect(health.breakers(15_001)).toBe(health.breakers(15_000));
  expect(changes).toMatchObject([
    { endpoint: "a", from: "closed", to: "open" },
    { endpoint: "a", from: "open", to: "half-open" },
    { endpoint: "a", from: "half-open", to: "closed" },
  ]);
});

test("refuses retries of an endpoint whose calls fail, until they succeed", () => {
  const health = createEndpointHealth(defaults, () => {});
  for (let call = 0; call < 5; call += 1) health.end("a", health.admit("a"), failed, call * 60_000);
  expect([...health.retriesRefused]).toEqual(["a"]);
  health.end("a", health.admit("a"), passed, 400_000);
  expect([...health.retriesRefused]).toEqual([]);
  const leave = { ...failed, retryBudget: "leave" } as const;
  for (let call = 0; call < 9; call += 1) health.end("b", health.admit("b"), leave, call);
  expect([...health.retriesRefused]).toEqual([]);
});

test("other settings hold for what is known, and endpoints that are not kept are forgotten", () => {
  const health = createEndpointHealth(defaults, () => {});
  for (const endpoint of ["a", "b"]) {
    for (let call = 0; call < 5; call += 1) health.end(endpoint, health.admit(endpoint), failed, 0);
    health.limit(endpoint, { remainingRequests: 0, resetsInMs: 1_000 }, 0);
  }
  const breaker = { ...defaults.breaker, halfOpenProbes: 2 };
  health.adapt({ ...defaults, breaker }, new Set(["a"]));
  expect(health.breakers(0)).toEqual({ a: "open" });
  health.admit("a");
  expect(health.breakers(15_000)).toEqual({ a: "half-open" });
  expect([...health.retriesRefused]).toEqual(["a"]);
  expect(health.held(0)).toEqual({ a: 1_000 });
});

const opened = { kind: "opened", endpoint: "a", leftMs: 20_000, cause: "auth" } as const;
const held = { kind: "held", endpoint: "a", leftMs: 4_000 } as const;

test("tells of what it finds by itself: a breaker that opens or closes, a hold that grows", () => {
  const words: HealthWord[] = [];
  const tell = (word: HealthWord): void => void words.push(word);
  const health = createEndpointHealth(defaults, () => {}, tell);
  for (let call = 0; call < 3; call += 1) health.end("a", health.admit("a"), failed, 0);
  for (let call = 0; call < 2; call += 1) health.end("a", health.admit("a"), passed, 15_000);
  health.limit("a", { remainingRequests: 0, resetsInMs: 4_000 }, 16_000);
  health.limit("a", { remainingRequests: 0, resetsInMs: 3_000 }, 16_000);
  health.limit("a", { remainingRequests: 7, resetsInMs: 9_000 }, 16_000);
  const cause = "3 failures in a row, the last: overloaded";
  expect(words.filter(({ kind }) => kind !== "took")).toEqual([
    { kind: "opened", endpoint: "a", leftMs: 15_000, cause },
    { kind: "closed", endpoint: "a", cause: "1 probes passed" },
    held,
  ]);
});

test("what it hears counts as its own, and is told to nobody", () => {
  const words: HealthWord[] = [];
  const changes: BreakerChange[] = [];
  const health = createEndpointHealth(
    defaults,
    (change) => changes.push(change),
    (word) => words.push(word),
  );
  health.hear(opened, 700_000);
  health.hear(held, 700_000);
  expect(health.breakers(719_999)).toEqual({ a: "open" });
  expect(health.held(703_000)).toEqual({ a: 1_000 });
  expect(health.breakers(720_000)).toEqual({ a: "half-open" });
  health.hear({ kind: "closed", endpoint: "a", cause: "2 probes passed" }, 720_100);
  expect(health.breakers(720_100)).toEqual({});
  expect(changes).toEqual([
    { endpoint: "a", from: "closed", to: "open", cause: "another process: auth" },
    { endpoint: "a", from: "open", to: "closed", cause: "another process: 2 probes passed" },
  ]);
  expect(words).toEqual([]);
});

test("tells how long calls took that count here, and reads the same from what others tell", () => {
  const words: HealthWord[] = [];
  const one = createEndpointHealth(
    defaults,
    () => {},
    (word) => words.push(word),
  );
  const two = createEndpointHealth(defaults, () => {});
  const streamed = { firstTokenMs: 812.4, silenceMs: 39.5 };
  const end = { ...passed, durationMs: 900.2, streamed };
  for (let call = 0; call < 120; call += 1) one.end("a", one.admit("a"), end, call);
  for (const word of words) two.hear(word, 120);
  expect(words).toHaveLength(360);
  expect(words[0]).toEqual({ kind: "took", span: "answer", endpoint: "a", latenciesMs: [901] });
  expect(two.latencyMsP95(120)).toEqual({ a: 951 });
  expect(one.latencyMsP95(120)).toEqual({ a: 951 });
  expect(two.streams("a", 120)).toEqual(one.streams("a", 120));
  one.end("a", one.admit("a"), failed, 121);
  expect(words).toHaveLength(360);

  expect(two.streams("a", 120)).not.toEqual({});
  two.adapt(defaults, new Set(["b"]));
  expect(two.latencyMsP95(120)).toEqual({});
  expect(two.streams("a", 120)).toEqual({});
});

test("a breaker that is open when its endpoint is forgotten ends, and that is told once", () => {
  const changes: BreakerChange[] = [];
  const health = createEndpointHealth(defaults, (change) => changes.push(change));
  for (const endpoint of ["a", "b"]) health.hear({ ...opened, endpoint }, 0);
  health.hear({ ...opened, endpoint: "c" }, 0);
  health.hear({ kind: "closed", endpoint: "c", cause: "2 probes passed" }, 0);
  for (let time = 0; time < 2; time += 1) health.adapt(defaults, new Set(["b"]));
  const cause = "the policy in force and the one before it have no such endpoint";
  expect(changes.slice(4)).toEqual([{ endpoint: "a", from: "open", to: "closed", cause }]);
  expect(health.breakers(1)).toEqual({ b: "open" });
});
