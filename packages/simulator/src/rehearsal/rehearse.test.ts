import {
  DocumentError,
  RouteRefusedError,
  type EventSink,
  type SwitchyardEvent,
} from "@switchyard/contract";
import { createEventHash, eventLine } from "@switchyard/journal";
import { expect, test } from "vitest";
import { loadScenario } from "../scenario/load-scenario.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { SimDeadlock } from "../time/sim-deadlock.ts";
import { shippedBundle } from "../workload/arbitraries.ts";
import { SimEscape } from "../time/sim-escape.ts";
import { rehearse, type LiveRehearsal, type RehearsalOptions } from "./rehearse.ts";

const SCENARIO = `schema: switchyard/scenario/v1
name: short
title: Half a minute
description: A test.
seed: 7
start: 2026-11-24T09:00:00Z
workload: { trace: azure-2023-conversation, duration: 30s, speed: 2 }
budgets: { day: { lasts: 25s } }
faults:
  - { id: down, type: net.refused, at: 5s, for: 5s, target: { provider: "@primary" } }
  - { id: errors, type: http.status, mix: { "503": 1 }, share: 30%, at: 12s, for: 5s, target: { region: us } }
  - { id: slow, type: latency.added, times: 3, at: 18s, target: { provider: "@second" } }
expect:
  - { metric: violations, is: "== 0" }
  - { metric: overspend, is: "== $0" }
`;

function scenarioOf(text: string = SCENARIO): Scenario {
  return loadScenario({ text, file: "short.yaml" });
}

const bundle = shippedBundle("policy.yaml");

function run(options: Partial<RehearsalOptions> = {}) {
  return rehearse({ scenario: scenarioOf(), bundle, ...options });
}

async function linesOf(options: Partial<RehearsalOptions> = {}): Promise<readonly string[]> {
  const lines: string[] = [];
  await run({ ...options, sinks: [{ record: (event) => lines.push(eventLine(event)) }] });
  return lines;
}

function collector(): EventSink & { readonly events: SwitchyardEvent[] } {
  const events: SwitchyardEvent[] = [];
  return { events, record: (event) => events.push(event) };
}

function count(events: readonly SwitchyardEvent[], ...types: SwitchyardEvent["type"][]): number {
  return events.filter(({ type }) => types.includes(type)).length;
}

test("equal seeds give equal bytes, and another seed gives others", async () => {
  const [one, same, other] = [await linesOf(), await linesOf(), await linesOf({ seed: "8" })];
  expect(one.length).toBeGreaterThan(1000);
  expect(same).toEqual(one);
  expect(other).not.toEqual(one);
});

/** Whether an event is of an ask to a judge, which is the router's own. */
function isJudges(event: SwitchyardEvent): boolean {
  return "judgesAskId" in event;
}

function users(events: readonly SwitchyardEvent[]): readonly SwitchyardEvent[] {
  return events.filter((event) => event.type === "ask-received" && !isJudges(event));
}

test("the stream is whole: it begins and ends, every ask ends, every call is served, faults come and go", async () => {
  const sink = collector();
  const outcome = await run({ sinks: [sink] });
  const { events } = sink;
  expect(events[0]).toMatchObject({ type: "rehearsal-started", scenario: "short", seed: "7" });
  expect(events.at(-1)).toMatchObject({ type: "rehearsal-ended", interrupted: false });
  const asked = count(events, "ask-received");
  expect(outcome.requests).toBe(users(events).length);
  expect(count(events, "ask-answered", "ask-failed")).toBe(asked);
  expect(count(events, "attempt-ended")).toBe(count(events, "attempt-started"));
  expect(count(events, "wire-served")).toBe(count(events, "attempt-started"));
  expect(count(events, "fault-started")).toBe(3);
  expect(count(events, "fault-ended")).toBe(2);
  expect(events.every(({ atMs }, index) => atMs >= (events[index - 1]?.atMs ?? 0))).toBe(true);
  expect(outcome.checks.map(({ status }) => status)).toEqual(["passed", "passed"]);
});

test("what was booked is what the calls cost, and it stays under the cap to the end", async () => {
  const sink = collector();
  const { summary } = await run({ sinks: [sink] });
  let booked = 0;
  for (const event of sink.events)
    if (event.type === "budget-settled") booked += event.amountMicroUsd;
  expect(booked).toBe(summary.spendMicroUsd);
  const judging = sink.events.reduce(
    (sum, event) => sum + (isJudges(event) && "costMicroUsd" in event ? event.costMicroUsd : 0),
    0,
  );
  expect(summary.costMicroUsd + judging).toBe(summary.spendMicroUsd);
  expect(sink.events.some(({ type }) => type === "budget-denied")).toBe(true);
});

test("more requests never change the ones before, and a number of requests goes beyond the duration", async () => {
  const received = async (requests: number) =>
    (await linesOf({ requests })).filter(
      (line) => line.includes('"ask-received"') && !line.includes('"judgesAskId"'),
    );
  const [few, more] = [await received(60), await received(400)];
  expect(few).toHaveLength(60);
  expect(more).toHaveLength(400);
  expect(more.slice(0, 60)).toEqual(few);
});

test("an abort ends the traffic, lets asks in flight end, and still ends the stream well", async () => {
  const controller = new AbortController();
  const sink = collector();
  const stopper: EventSink = {
    record: () => {
      if (users(sink.events).length === 50) controller.abort();
    },
  };
  const outcome = await run({ sinks: [sink, stopper], signal: controller.signal });
  expect(outcome).toMatchObject({ interrupted: true, requests: 50 });
  expect(sink.events.at(-1)).toMatchObject({
    type: "rehearsal-ended",
    interrupted: true,
    requests: 50,
  });
  expect(count(sink.events, "ask-answered", "ask-failed")).toBe(count(sink.events, "ask-received"));
  expect(outcome.summary.requests).toBe(50);
});

test("a stop condition ends the rehearsal early: nothing before it changes, and asks in flight end", async () => {
  const text = `${SCENARIO}stopWhen:
  - { metric: availability, is: "< 98%", phase: fault, for: 2s, why: "Enough is seen." }
  - { metric: availability, is: "< 1%" }
`;
  const scenario = scenarioOf(text);
  const sink = collector();
  const outcome = await run({ scenario, sinks: [sink] });
  expect(outcome.interrupted).toBe(false);
  expect(outcome.stop?.condition.text).toBe("availability < 98% (fault) for 2s");
  const stoppedAtMs = outcome.stop?.atMs ?? 0;
  expect(stoppedAtMs).toBeGreaterThan(7_000);
  expect(outcome.stop?.measured).toBeLessThan(0.98);
  expect(outcome.checks[0]).toMatchObject({ status: "passed", requests: outcome.requests });

  const { events } = sink;
  expect(events.at(-1)).toMatchObject({
    type: "rehearsal-ended",
    interrupted: true,
    stoppedBy: "availability < 98% (fault) for 2s",
  });
  expect(count(events, "ask-answered", "ask-failed")).toBe(count(events, "ask-received"));
  const arrivals = users(events).map(({ atMs }) => atMs - scenario.startAtMs);
  expect(arrivals.every((atMs) => atMs <= stoppedAtMs)).toBe(true);
  const whole = collector();
  await run({ sinks: [whole] });
  const isBefore = ({ atMs }: SwitchyardEvent): boolean => atMs - scenario.startAtMs < stoppedAtMs;
  expect(events.filter(isBefore)).toEqual(whole.events.filter(isBefore));
});

test("a signal aborted before the start makes an empty rehearsal, not a hang", async () => {
  const outcome = await run({ signal: AbortSignal.abort() });
  expect(outcome).toMatchObject({ interrupted: true, requests: 0, simulatedMs: 0 });
});

test("a pace changes when, never what", async () => {
  const free = createEventHash();
  const held = createEventHash();
  let holds = 0;
  const pace = {
    beforeEvent: () => {
      holds += 1;
      return holds % 7 === 0 ? Promise.resolve() : undefined;
    },
  };
  await run({ requests: 80, sinks: [free] });
  await run({ requests: 80, sinks: [held], pace });
  expect(holds).toBeGreaterThan(80);
  expect(held.digest()).toBe(free.digest());
});

test("a viewer that holds time for ever cannot hold an abort", async () => {
  const controller = new AbortController();
  const pace = {
    beforeEvent: (atMs: number) => {
      if (atMs < 5000) return undefined;
      controller.abort();
      return new Promise<void>(() => {});
    },
  };
  const outcome = await run({ pace, signal: controller.signal });
  expect(outcome.interrupted).toBe(true);
  expect(outcome.simulatedMs).toBeGreaterThanOrEqual(5000);
});

test("another router can be rehearsed, and its typed errors are ends like any other", async () => {
  const ids: string[] = [];
  const outcome = await run({
    requests: 3,
    createAsk:
      ({ newAskId, clock }) =>
      async () => {
        ids.push(newAskId());
        await clock.sleep(100);
        throw new RouteRefusedError("nobody");
      },
  });
  expect(ids).toEqual(["r-000001", "r-000002", "r-000003"]);
  expect(outcome.requests).toBe(3);
});

test("a defect of what is rehearsed ends the rehearsal with it", async () => {
  const createAsk = () => () => Promise.reject(new TypeError("a defect"));
  await expect(run({ createAsk })).rejects.toThrow(new TypeError("a defect"));
});

test("an ask that waits for real time is found", async () => {
  const createAsk = () => () => new Promise<never>(() => {});
  const failing = run({ createAsk, requests: 2 });
  await expect(failing).rejects.toThrow(SimDeadlock);
  await expect(failing).rejects.toThrow("r-000001");
});

test("a viewer can follow how the expectations stand while time passes", async () => {
  const seen: string[] = [];
  let live: LiveRehearsal | undefined;
  const follow: EventSink = {
    record: ({ type }) => {
      if (type === "fault-started" || type === "rehearsal-ended")
        seen.push(
          `${live?.summary().requests} ${live
            ?.checks()
            .map(({ status }) => status)
            .join()}`,
        );
    },
  };
  const outcome = await run({
    sinks: [follow],
    onStart: (started) => {
      live = started;
    },
  });
  expect(live).toMatchObject({ durationMs: 30_000, requests: outcome.requests });
  expect(live?.openingMicroUsd["day"]).toBeGreaterThan(490_000_000);
  expect(new Set(seen).size).toBe(4);
  expect(seen.at(-1)).toBe(`${outcome.requests} passed,passed`);
});

test("what the policy or the trace lacks is told, and the rest goes on", async () => {
  const text = SCENARIO.replace("day:", "weekly:");
  const { notices, requests } = await rehearse({
    scenario: scenarioOf(text.replace("azure-2023-conversation", "azure-2023-code")),
    bundle: shippedBundle("starter.yaml"),
    seed: "1",
  });
  expect(requests).toBeGreaterThan(0);
  expect(notices).toEqual([
    "Fault slow is aimed at @second, but one provider has all first choices: it hits nothing.",
    "The policy has no budget weekly, so its opening balance is left out.",
  ]);
});

test("names that do not exist here are mistakes with their place, before time starts", async () => {
  const text = SCENARIO.replace('provider: "@primary"', "provider: opnai")
    .replace("region: us", "region: mars")
    .replace('is: "== 0" }', 'is: "== 0", route: qick }');
  const failing = rehearse({ scenario: scenarioOf(text), bundle });
  await expect(failing).rejects.toThrow(DocumentError);
  await expect(failing).rejects.toThrow(
    /short\.yaml:10:\d+ .*no provider "opnai".*did you mean "openai"/,
  );
  await expect(failing).rejects.toThrow(/no region "mars" here; use one of /);
  await expect(failing).rejects.toThrow(/\/expect\/0\/route: there is no route "qick".*"quick"/);
});

const STREAMED = SCENARIO.replace("speed: 2", "speed: 2, streams: 40%");

test("strict mode finds nothing to report in whole answers and streams, and changes nothing", async () => {
  const scenario = scenarioOf(STREAMED);
  const strict = await linesOf({ scenario, requests: 40, isStrict: true });
  expect(strict).toEqual(await linesOf({ scenario, requests: 40 }));
});

test("strict mode catches a real timer that somebody planted", async () => {
  const planted = run({
    isStrict: true,
    createAsk: () => () =>
      new Promise((_, reject) => {
        setTimeout(() => reject(new RouteRefusedError("too late")), 2_000);
      }),
  });
  await expect(planted).rejects.toThrow(SimEscape);
  await expect(planted).rejects.toThrow(/work in real time \(Timeout\) .*after "r-\d{6}"/);
});
