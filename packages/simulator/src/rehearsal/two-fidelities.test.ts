import type { SwitchyardEvent } from "@switchyard/contract";
import { eventLine } from "@switchyard/journal";
import { expect, test } from "vitest";
import { loadScenario } from "../scenario/load-scenario.ts";
import { shippedScenario } from "../scenario/shipped-scenarios.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { shippedBundle } from "../workload/arbitraries.ts";
import { rehearse, type Fidelity } from "./rehearse.ts";

const bundle = shippedBundle("policy.yaml");

interface Told {
  /** The router's own events and the rehearsal's, in order. */
  readonly events: readonly string[];
  /** What the providers tell of each call, by its line. */
  readonly served: readonly string[];
}

async function told(scenario: Scenario, fidelity: Fidelity, requests: number): Promise<Told> {
  const events: string[] = [];
  const served: string[] = [];
  const record = (event: SwitchyardEvent): void =>
    void (event.type === "wire-served" ? served : events).push(eventLine(event));
  await rehearse({ scenario, bundle, fidelity, requests, sinks: [{ record }] });
  return { events, served: served.toSorted() };
}

const EVERYTHING = `schema: switchyard/scenario/v1
name: everything
title: Many faults at once
description: A test.
seed: 7
start: 2026-11-24T09:00:00Z
workload: { trace: azure-2023-conversation, speed: 8, streams: 40% }
faults:
  - { id: slow, type: latency.added, times: 3, at: 1s, share: 30%, target: { provider: "@each" } }
  - { id: errors, type: http.status, mix: { "503": 2, "500": 1, "429": 1 }, at: 5s, share: 20%, target: { provider: "@each" } }
  - { id: limit, type: http.rate-limit, requestsPerMinute: 100, at: 10s, target: { provider: "@primary" } }
  - { id: silence, type: net.blackhole, at: 3s, share: 5%, target: { provider: "@each" } }
  - { id: reset, type: net.reset, at: 3s, share: 5%, target: { provider: "@each" } }
  - { id: cut, type: stream.cut, at: 3s, share: 10%, target: { provider: "@each" } }
  - { id: drip, type: stream.slow-tokens, times: 5, at: 3s, share: 20%, target: { provider: "@each" } }
  - { id: refusal, type: body.refusal, style: filter, at: 3s, share: 5%, target: { provider: "@each" } }
  - { id: poor, type: body.quality-drop, to: 0.3, at: 3s, share: 10%, target: { provider: "@each" } }
  - { id: half, type: body.truncated, at: 3s, share: 5%, target: { provider: "@each" } }
expect:
  - { metric: violations, is: "== 0" }
`;

test.each([
  ["the default incident", shippedScenario("default"), 150],
  [
    "many faults at once, answers streamed too",
    loadScenario({ text: EVERYTHING, file: "x.yaml" }),
    250,
  ],
])("%s gives the same events, played or over the wire", async (_, scenario, requests) => {
  const played = await told(scenario, "model", requests);
  expect(played.events.length).toBeGreaterThan(5 * requests);
  // A call that is given up is told of at the same instant, before or after the router's own words.
  expect(played).toEqual(await told(scenario, "wire", requests));
});
