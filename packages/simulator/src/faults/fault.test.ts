import { expect, test } from "vitest";
import { Fault } from "./fault.ts";

const schedule = { id: "east-down", at: "4m", for: "7m", target: { provider: "@primary" } };

function messages(fault: object): readonly string[] {
  const { error } = Fault.safeParse({ ...schedule, ...fault });
  return error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) ?? [];
}

test("a fault of every family parses as it is written", () => {
  const faults = [
    { ...schedule, type: "net.refused" },
    { ...schedule, type: "http.status", mix: { "503": 3, "500": 1 }, retryAfter: "20s" },
    { ...schedule, type: "latency.added", times: 2.5, share: "20%", ramp: "1m" },
    { ...schedule, type: "body.quality-drop", to: 0.71 },
    { ...schedule, type: "body.longer", times: 3 },
    { ...schedule, type: "stream.first-token-stall", wait: "3s" },
    { ...schedule, type: "stream.cut", after: "20%" },
  ];
  expect(faults.map((fault) => Fault.parse(fault))).toEqual(faults);
});

test("an unknown key, an unknown type and a target without a name are errors", () => {
  expect(messages({ type: "net.refused", blast: "20%" })).toEqual([': Unrecognized key: "blast"']);
  expect(messages({ type: "net.refusal" })).toHaveLength(1);
  expect(messages({ type: "net.refused", target: {} })).toEqual([
    "target: name a provider, a model, a region, an edge, a route or a segment, " +
      'such as { provider: "@primary" }',
  ]);
});

test("quantities carry their unit and stay inside their bounds", () => {
  expect(messages({ type: "net.refused", at: 240 })).toHaveLength(1);
  expect(messages({ type: "net.refused", share: "120%" })).toEqual([
    "share: write a share of at most 100%",
  ]);
  expect(messages({ type: "http.status", mix: { "200": 1 } })).toHaveLength(1);
  expect(messages({ type: "http.status", mix: {} })).toHaveLength(1);
  expect(messages({ type: "http.rate-limit", requestsPerMinute: 0 })).toHaveLength(1);
  expect(messages({ type: "stream.slow-tokens", times: 0 })).toHaveLength(1);
  expect(messages({ type: "stream.cut", after: "120%" })).toEqual([
    "after: write a share of at most 100%",
  ]);
  expect(messages({ type: "http.rate-limit", retryAfter: "soon" })).toEqual([
    "retryAfter: write none, http-date, garbage or a duration such as 20s",
  ]);
});

test("added latency is either a wait or a factor", () => {
  expect(messages({ type: "latency.added", add: "3s" })).toEqual([]);
  expect(messages({ type: "latency.added" })).toHaveLength(1);
  expect(messages({ type: "latency.added", add: "3s", times: 2 })).toHaveLength(1);
});
