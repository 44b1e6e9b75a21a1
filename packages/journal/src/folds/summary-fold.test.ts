import type { AskReceivedEvent, SwitchyardEvent } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { anEvent, anEventStream } from "../arbitraries.ts";
import { foldEvents } from "../fold.ts";
import { summaryFold } from "./summary-fold.ts";

function summarise(events: readonly SwitchyardEvent[]) {
  return foldEvents(summaryFold, events);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

test("each ask ends in exactly one way, in total and on each route", () => {
  fc.assert(
    fc.property(anEventStream(), (events) => {
      const summary = summarise(events);
      for (const part of [summary, ...Object.values(summary.byRoute)]) {
        const { requests, answered, degraded, refused, failed } = part;
        expect(answered + degraded + refused + failed).toBe(requests);
        expect(part.byModelInsideSla).toBeLessThanOrEqual(part.byModel);
        expect(part.byModel).toBeLessThanOrEqual(answered + degraded);
        expect(part.fellBack).toBeLessThanOrEqual(requests);
      }
      const routes = Object.values(summary.byRoute);
      expect(sum(routes.map(({ requests }) => requests))).toBeLessThanOrEqual(summary.requests);
      expect(sum(routes.map(({ byModel }) => byModel))).toBe(summary.byModel);
    }),
  );
});

test("money and calls add up over providers", () => {
  fc.assert(
    fc.property(anEventStream(), (events) => {
      const summary = summarise(events);
      const ended = events.filter(({ type }) => type === "attempt-ended");
      const providers = Object.values(summary.byProvider);
      expect(sum(providers.map(({ costMicroUsd }) => costMicroUsd))).toBe(summary.spendMicroUsd);
      expect(sum(providers.map(({ attempts }) => attempts))).toBe(ended.length);
      for (const { attempts, ok, failed, outrun } of providers)
        expect(ok + failed + outrun).toBe(attempts);
    }),
  );
});

test("a step leaves the state before it as it was", () => {
  fc.assert(
    fc.property(anEventStream(), anEvent(), (events, next) => {
      const state = events.reduce(summaryFold.step, summaryFold.initial);
      const before = summaryFold.read(state);
      summaryFold.step(state, next);
      expect(summaryFold.read(state)).toEqual(before);
    }),
  );
});

const BASE = { atMs: 0, bundle: "0123456789ab" };

function received(askId: string): AskReceivedEvent {
  return {
    ...BASE,
    type: "ask-received",
    askId,
    taskId: askId,
    intent: "faq",
    risk: "low",
    segment: "free",
    locale: "en",
    residency: "any",
    slaMs: 2000,
    contextTokens: 10,
    workload: "small",
    capabilities: [],
  };
}

function decided(askId: string, route: string): SwitchyardEvent {
  const lists = { endpoints: [], rejected: {} };
  return { ...BASE, type: "route-decided", askId, route, rung: "full", ...lists };
}

function answered(askId: string, taskId: string, costMicroUsd: number): SwitchyardEvent {
  return {
    ...BASE,
    type: "ask-answered",
    askId,
    taskId,
    route: "quick",
    rung: "full",
    endpoint: "a/one#us",
    latencyMs: 800,
    slaMs: 2000,
    insideSla: true,
    costMicroUsd,
    attempts: 1,
    why: "first-choice",
    unmeasured: false,
  };
}

function failed(askId: string, code: string): SwitchyardEvent {
  const end = { latencyMs: 10, costMicroUsd: 40, attempts: 1, message: "" };
  return { ...BASE, type: "ask-failed", askId, taskId: askId, code, ...end };
}

function attemptEnded(costMicroUsd: number): SwitchyardEvent {
  const call = { attemptId: "1", endpoint: "a/one#us", provider: "a", latencyMs: 5 };
  return { ...BASE, type: "attempt-ended", askId: "1", ...call, outcome: "ok", costMicroUsd };
}

test("a failed ask counts on the route that took it", () => {
  const { byRoute } = summarise([
    received("1"),
    decided("1", "quick"),
    decided("1", "judging"),
    failed("1", "deadline-exceeded"),
  ]);
  expect(byRoute["quick"]).toMatchObject({ requests: 1, failed: 1, costMicroUsd: 40 });
  expect(Object.keys(byRoute)).toEqual(["quick"]);
});

test("re-asks of one task are one success, and their spend counts in full", () => {
  const summary = summarise([
    attemptEnded(30),
    answered("1", "task-a", 30),
    attemptEnded(50),
    answered("2", "task-a", 50),
    attemptEnded(20),
    answered("3", "3", 20),
  ]);
  expect(summary.successfulTasks).toBe(2);
  expect(summary.costPerSuccessfulTaskMicroUsd).toBe(50);
});

test("without a success there is no cost per success, and without asks no rate", () => {
  const nothing = summarise([]);
  expect(nothing).toMatchObject({ requests: 0, fallbackRate: 0, p50Ms: null });
  expect(summarise([failed("1", "route-refused")])).toMatchObject({
    refused: 1,
    costPerSuccessfulTaskMicroUsd: null,
  });
});
