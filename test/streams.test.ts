import type { SwitchyardEvent } from "@switchyard/contract";
import { createBundle, loadPolicy, type LoadedBundle } from "@switchyard/policy";
import { createRouter, openBundle } from "@switchyard/sdk";
import {
  loadScenario,
  rehearse,
  type RehearsalOutcome,
  type RehearsalPorts,
} from "@switchyard/simulator";
import {
  breachesOf,
  readStream,
  streamFaults,
  traceOf,
  type StreamReading,
} from "@switchyard/testkit";
import { beforeAll, describe, expect, test } from "vitest";

/** Faults that leave no whole answer on the wire. */
const BREAKING: ReadonlySet<string> = new Set(["cut", "early-end", "error"]);
const REQUESTS = 1_500;

const SCENARIO = loadScenario({
  file: "streams.yaml",
  text: `schema: switchyard/scenario/v1
name: streams
title: Streams break in every way there is
description: All five stream faults at once, at every provider, and a few that are not of streams.
seed: 11
start: 2026-11-24T09:00:00Z
workload: { trace: azure-2023-conversation, requests: ${REQUESTS}, speed: 4, streams: 90% }
faults:
  - { id: stall, type: stream.first-token-stall, at: 0s, target: { provider: "@each" }, share: 5% }
  - { id: slow, type: stream.slow-tokens, times: 6, at: 0s, target: { provider: "@each" }, share: 10% }
  - { id: cut, type: stream.cut, after: 60%, at: 0s, target: { provider: "@each" }, share: 10% }
  - { id: early-end, type: stream.early-end, after: 90%, at: 0s, target: { provider: "@each" }, share: 10% }
  - { id: error, type: stream.error, after: 20%, at: 0s, target: { provider: "@each" }, share: 10% }
  - { id: refused, type: net.refused, at: 0s, target: { provider: "@each" }, share: 5% }
expect:
  - { metric: violations, is: "== 0" }
  - { metric: overspend, is: "== $0" }
`,
});

/** The shipped policy, whose routes take turns at what becomes of a stream that breaks. */
function policyOfAllCommits(): LoadedBundle {
  const { policy, catalog } = openBundle();
  const commits = ["restart-with-notice", "terminate", "continue"] as const;
  const routes = policy.document.routes.map((route, index) => ({
    ...route,
    stream: { commit: commits[index % commits.length] ?? "terminate" },
  }));
  return createBundle(loadPolicy({ ...policy.document, routes }), catalog);
}

describe("streams that break in every way", () => {
  const events: SwitchyardEvent[] = [];
  const readings: StreamReading[] = [];
  let outcome: RehearsalOutcome;
  const bundle = policyOfAllCommits();

  beforeAll(async () => {
    const keep = { record: (event: SwitchyardEvent) => events.push(event) };
    const createAsk = ({ bundle: policy, ...ports }: RehearsalPorts) => {
      const { ask, stream } = createRouter({ policy, ...ports });
      return async (request: Parameters<typeof ask>[0], isStreamed: boolean) => {
        if (!isStreamed) return await ask(request);
        const streamed = stream(request);
        readings.push(await readStream(streamed));
        return await streamed.answer;
      };
    };
    const sinks = [keep];
    outcome = await rehearse({ scenario: SCENARIO, bundle, sinks, createAsk });
  }, 60_000);

  test("each is whole and says so, or it throws", () => {
    expect(readings.length).toBeGreaterThan(0.85 * REQUESTS);
    expect(readings.flatMap(streamFaults)).toEqual([]);
  });

  test("none is answered by a call whose stream broke", () => {
    const broken = new Set(
      events.flatMap((event) =>
        event.type === "wire-served" && event.faults.some((fault) => BREAKING.has(fault))
          ? [event.attemptId]
          : [],
      ),
    );
    const passed = events.filter(
      (event) =>
        event.type === "attempt-ended" && event.outcome === "ok" && broken.has(event.attemptId),
    );
    expect(broken.size).toBeGreaterThan(0.05 * REQUESTS);
    expect(passed).toEqual([]);
  });

  test("all three ways out of a break are taken", () => {
    const parts = readings.flatMap((reading) => reading.parts);
    const count = (code: string) =>
      events.filter((event) => event.type === "ask-failed" && event.code === code).length;
    expect(count("stream-cut")).toBeGreaterThan(50);
    expect(parts.filter(({ type }) => type === "restart").length).toBeGreaterThan(50);
    expect(parts.filter(({ type }) => type === "end").length).toBeGreaterThan(0.5 * REQUESTS);
  });

  test("no invariant breaks and the scenario passes", () => {
    expect(breachesOf(traceOf([bundle], events))).toEqual([]);
    expect(outcome.checks.map(({ status }) => status)).toEqual(["passed", "passed"]);
  });
});
