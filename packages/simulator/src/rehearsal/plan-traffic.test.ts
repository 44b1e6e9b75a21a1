import { expect, test } from "vitest";
import { createKeyedRng } from "../chance/create-keyed-rng.ts";
import { loadScenario } from "../scenario/load-scenario.ts";
import { loadTrace } from "../traces/load-trace.ts";
import { shippedBundle } from "../workload/arbitraries.ts";
import type { Workload, WorkloadRequest } from "../workload/create-workload.ts";
import { planTraffic, type Traffic } from "./plan-traffic.ts";

const { bundle } = shippedBundle("policy.yaml");

function planned(workload: string, requests?: number): Traffic {
  const text = `schema: switchyard/scenario/v1
name: mine
title: Mine
description: A test.
seed: 7
start: 2026-11-24T09:00:00Z
workload: { ${workload} }
faults: []
expect: [{ metric: violations, is: "== 0" }]
`;
  const scenario = loadScenario({ text, file: "mine.yaml" });
  return planTraffic(bundle, scenario, createKeyedRng("7"), requests);
}

function requestsOf(workload: Workload): readonly WorkloadRequest[] {
  return Array.from({ length: workload.requests }, (_, index) => workload.at(index) ?? []).flat();
}

const POISSON = "arrivals: { model: open, process: poisson, rate: 10/s }, duration: 30s";

test("arrivals that are drawn come in the duration, with the sizes of the trace in its order", () => {
  const { workload } = planned(POISSON);
  const requests = requestsOf(workload);
  // 300 are expected; four standard deviations are 69.
  expect(Math.abs(requests.length - 300)).toBeLessThan(69);
  expect(requests.every(({ atMs }) => atMs < 30_000)).toBe(true);
  expect(workload.durationMs).toBe(30_000);
  const { rows } = loadTrace("azure-2023-conversation");
  for (const [index, { outputTokens }] of requests.entries())
    expect(outputTokens).toBeLessThanOrEqual(rows[index]?.outputTokens ?? 0);
});

test("a number of requests is met exactly, beyond the duration too, and changes none before", () => {
  const all = planned(POISSON, 500);
  expect(all.mix.notices).toEqual([]);
  const instants = requestsOf(all.workload).map(({ atMs }) => atMs);
  expect(instants).toHaveLength(500);
  const few = requestsOf(planned(POISSON).workload).map(({ atMs }) => atMs);
  expect(instants.slice(0, few.length)).toEqual(few);
});

test("a surge multiplies arrivals that are drawn", () => {
  const surging = planned(`${POISSON}, surge: { times: 3, at: 10s, for: 10s }`);
  const within = (requests: readonly WorkloadRequest[]): number =>
    requests.filter(({ atMs }) => atMs >= 10_000 && atMs < 20_000).length;
  expect(within(requestsOf(surging.workload))).toBe(
    3 * within(requestsOf(planned(POISSON).workload)),
  );
});

test("users who wait decide how many asks there are, and give up after their patience", () => {
  const users = "arrivals: { model: closed, users: 4, think: 2s, patience: 6s }, duration: 1m";
  const { workload } = planned(users);
  expect(workload).toMatchObject({ requests: 0, durationMs: 60_000, clients: { users: 4 } });
  expect(workload.at(20_000)).toMatchObject({ atMs: 0, abortAfterMs: 6_000 });
  expect(planned(users, 50).workload.clients?.asksMax).toBe(50);
});

test("listed asks that are fewer than asked for are told", () => {
  const ask = "{ at: 1s, intent: faq, risk: low, sla: 2s, inputTokens: 9, outputTokens: 9 }";
  expect(planned(`asks: [${ask}]`, 3).mix.notices).toEqual([
    "The scenario lists 1 asks, 2 fewer than asked for.",
  ]);
});
