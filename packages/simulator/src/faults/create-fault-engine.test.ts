import { ConfigurationError } from "@switchyard/contract";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createKeyedRng } from "../chance/create-keyed-rng.ts";
import { createFaultEngine, type FaultCall, type FaultEngine } from "./create-fault-engine.ts";
import type { Fault } from "./fault.ts";

const schedule = { at: "1m", for: "2m", target: { provider: "openai" } } as const;

function aCall(call: Partial<FaultCall> = {}): FaultCall {
  return {
    attemptId: "ask-1/1",
    provider: "openai",
    model: "openai/gpt-6-sol",
    region: "us",
    atMs: 90_000,
    ...call,
  };
}

function anEngine(...faults: readonly Fault[]): FaultEngine {
  return createFaultEngine({ faults, rng: createKeyedRng("seed") });
}

function ids(engine: FaultEngine, call: Partial<FaultCall> = {}): readonly string[] {
  return engine.decide(aCall(call)).applied.map(({ fault }) => fault);
}

describe("when and whom", () => {
  const engine = anEngine({ ...schedule, id: "down", type: "net.refused" });

  test("a fault holds from its start until before its end", () => {
    const hit = [59_999, 60_000, 179_999.999, 180_000].map((atMs) => ids(engine, { atMs }).length);
    expect(hit).toEqual([0, 1, 1, 0]);
  });

  test("without an end it holds for ever", () => {
    const open = anEngine({ id: "down", at: "1m", target: schedule.target, type: "net.refused" });
    expect(ids(open, { atMs: 1e9 })).toEqual(["down"]);
    expect(open.faults[0]).toMatchObject({ fromMs: 60_000, untilMs: Number.POSITIVE_INFINITY });
  });

  test("every name of the target has to match; a model includes its variants", () => {
    const model = anEngine({
      ...schedule,
      id: "gone",
      type: "http.model-gone",
      target: { model: "openai/gpt-6-sol", region: "us" },
    });
    expect(ids(engine, { provider: "google" })).toEqual([]);
    expect(ids(model)).toEqual(["gone"]);
    expect(ids(model, { model: "openai/gpt-6-sol@low" })).toEqual(["gone"]);
    expect(ids(model, { model: "openai/gpt-6-sol-mini" })).toEqual([]);
    expect(ids(model, { region: "eu" })).toEqual([]);
  });

  test("asks of one route or one segment are hit alone, and a call of nobody known is not", () => {
    const longer = { ...schedule, type: "body.longer", times: 3 } as const;
    const aimed = anEngine(
      { ...longer, id: "route", target: { route: "planning" } },
      { ...longer, id: "both", target: { route: "planning", segment: "free", provider: "openai" } },
    );
    const hit = (route: string, segment: string, provider = "openai"): readonly string[] =>
      ids(aimed, { traffic: { route, segment }, provider });
    expect(hit("planning", "free")).toEqual(["route", "both"]);
    expect(hit("planning", "free", "google")).toEqual(["route"]);
    expect(hit("planning", "pro")).toEqual(["route"]);
    expect(hit("quick", "free")).toEqual([]);
    expect(ids(aimed)).toEqual([]);
  });

  test("a role stands for what the runner resolves, and an unresolved one is an error", () => {
    const fault: Fault = {
      ...schedule,
      id: "down",
      type: "net.reset",
      target: { provider: "@primary" },
    };
    const rng = createKeyedRng("seed");
    const resolved = createFaultEngine({ faults: [fault], rng, resolve: () => schedule.target });

    expect(resolved.faults[0]?.target).toEqual({ provider: "openai" });
    expect(ids(resolved)).toEqual(["down"]);
    expect(() => anEngine(fault)).toThrow(ConfigurationError);
    expect(() => anEngine(fault)).toThrow('"@primary"');
  });

  test("an id that stands twice is an error", () => {
    const fault: Fault = { ...schedule, id: "down", type: "net.refused" };
    expect(() => anEngine(fault, fault)).toThrow('fault "down" stands twice');
  });
});

describe("how many", () => {
  function shareHit(engine: FaultEngine, atMs: number): number {
    const calls = Array.from({ length: 4000 }, (_, index) => `ask-${index}/1`);
    return calls.filter((attemptId) => ids(engine, { attemptId, atMs }).length > 0).length / 4000;
  }

  test("a share hits about that share of the calls, each drawn by itself", () => {
    const engine = anEngine({ ...schedule, id: "some", type: "net.reset", share: "20%" });
    expect(shareHit(engine, 90_000)).toBeCloseTo(0.2, 1);
  });

  test("a ramp grows the share in a straight line", () => {
    const engine = anEngine({
      ...schedule,
      id: "slow",
      type: "net.reset",
      share: "80%",
      ramp: "1m",
    });
    expect(shareHit(engine, 60_000)).toBe(0);
    expect(shareHit(engine, 90_000)).toBeCloseTo(0.4, 1);
    expect(shareHit(engine, 120_000)).toBeCloseTo(0.8, 1);
  });

  test("another fault, before or after, never changes whom a fault hits", () => {
    const fault: Fault = { ...schedule, id: "some", type: "body.cut", share: "50%" };
    const noise: Fault = {
      ...schedule,
      id: "noise",
      type: "latency.added",
      add: "1s",
      share: "50%",
    };
    const alone = anEngine(fault);
    const crowd = anEngine(noise, fault, { ...noise, id: "more" });

    fc.assert(
      fc.property(fc.string(), (attemptId) => {
        expect(ids(crowd, { attemptId }).includes("some")).toBe(
          ids(alone, { attemptId }).includes("some"),
        );
      }),
    );
  });

  test("the order of calls never changes who is hit", () => {
    const fault: Fault = { ...schedule, id: "some", type: "body.cut", share: "50%" };
    const calls = Array.from({ length: 40 }, (_, index) => `ask-${index}/1`);
    const hit = (attemptIds: readonly string[]): readonly string[] => {
      const engine = anEngine(fault);
      return attemptIds.filter((attemptId) => ids(engine, { attemptId }).length > 0).toSorted();
    };
    expect(hit(calls.toReversed())).toEqual(hit(calls));
  });

  test("two faults hit independently of each other", () => {
    const cut: Fault = { ...schedule, id: "cut", type: "body.cut", share: "50%" };
    const engine = anEngine(cut, { ...cut, id: "short", type: "body.truncated" });
    const both = Array.from({ length: 4000 }, (_, index) => ids(engine, { attemptId: `${index}` }));
    expect(both.filter(({ length }) => length === 2).length / 4000).toBeCloseTo(0.25, 1);
  });

  test("a mix of statuses is drawn by weight", () => {
    const engine = anEngine({
      ...schedule,
      id: "mix",
      type: "http.status",
      mix: { "500": 1, "503": 3 },
    });
    const statuses = Array.from({ length: 2000 }, (_, index) => {
      const [first] = engine.decide(aCall({ attemptId: `${index}` })).applied;
      return first?.effect.stage === "status" ? first.effect.status : undefined;
    });
    expect(statuses.filter((status) => status === 503).length / 2000).toBeCloseTo(0.75, 1);
  });
});

describe("in which order", () => {
  const slow: Fault = { ...schedule, id: "slow", type: "latency.added", add: "1s" };
  const reset: Fault = { ...schedule, id: "reset", type: "net.reset" };
  const status: Fault = { ...schedule, id: "status", type: "http.status", mix: { "500": 1 } };
  const cut: Fault = { ...schedule, id: "cut", type: "body.cut" };
  const poor: Fault = { ...schedule, id: "poor", type: "body.quality-drop", to: 0.2 };

  test("latency, connection, status, body, whatever the scenario's order", () => {
    expect(ids(anEngine(cut, status, slow))).toEqual(["slow", "status"]);
    expect(ids(anEngine(cut, status, reset, slow))).toEqual(["slow", "reset"]);
    expect(ids(anEngine(cut, slow, poor))).toEqual(["slow", "cut", "poor"]);
    expect(ids(anEngine(poor, { ...slow, id: "slower" }, slow, cut))).toEqual([
      "slower",
      "slow",
      "poor",
      "cut",
    ]);
  });
});

describe("a request limit", () => {
  const limit: Fault = { ...schedule, id: "limit", type: "http.rate-limit", requestsPerMinute: 2 };

  test("lets its number through and tells the honest wait", () => {
    const engine = anEngine(limit);
    const verdicts = [60_000, 70_000, 75_000, 120_000].map((atMs) =>
      engine.decide(aCall({ atMs })),
    );

    expect(verdicts.map(({ applied }) => applied.length)).toEqual([0, 0, 1, 0]);
    expect(verdicts[2]?.applied[0]?.effect).toMatchObject({
      retryAfter: { kind: "wait", ms: 45_000 },
    });
    expect(verdicts.map(({ window }) => window?.remaining)).toEqual([1, 0, 0, 0]);
  });

  test("is counted for each provider by itself", () => {
    const engine = anEngine({ ...limit, target: { region: "us" } });
    const providers = ["openai", "openai", "google", "openai", "google"];
    expect(providers.map((provider) => ids(engine, { provider }).length)).toEqual([0, 0, 0, 1, 0]);
  });

  test("without a number lets nothing through", () => {
    const engine = anEngine({ ...schedule, id: "shut", type: "http.rate-limit" });
    expect(engine.decide(aCall())).toMatchObject({
      applied: [{ fault: "shut", effect: { retryAfter: { kind: "wait", ms: 1000 } } }],
      window: { remaining: 0 },
    });
  });
});
