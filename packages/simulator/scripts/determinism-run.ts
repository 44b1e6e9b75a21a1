import { createHash } from "node:crypto";
import { serialize } from "node:v8";
import type { ModelPort, ModelResult, ModelStreamPart } from "@switchyard/contract";
import { createEventHash } from "@switchyard/journal";
import { openBundle } from "@switchyard/sdk";
import {
  askOfRouter,
  loadScenario,
  rehearse,
  type Fidelity,
  type RehearsalPorts,
} from "../src/index.ts";

const SCENARIO = `schema: switchyard/scenario/v1
name: determinism
title: Streams, time-outs, cuts, errors and retries
description: Many faults at once, from the second minute on.
seed: 42
start: 2026-11-24T09:00:00Z
workload: { trace: azure-2023-conversation, speed: 4, streams: 40% }
faults:
  - { id: errors, type: http.status, mix: { "503": 2, "500": 1, "429": 1 }, at: 1m, share: 5%, target: { provider: "@each" } }
  - { id: silence, type: net.blackhole, at: 1m, share: 2%, target: { provider: "@each" } }
  - { id: reset, type: net.reset, at: 1m, share: 2%, target: { provider: "@each" } }
  - { id: cut, type: stream.cut, at: 1m, share: 5%, target: { provider: "@each" } }
  - { id: stalled, type: body.stalled, at: 1m, share: 1%, target: { provider: "@each" } }
expect:
  - { metric: violations, is: "== 0" }
`;

export interface RunOptions {
  readonly requests: number;
  readonly fidelity: Fidelity;
  readonly isStrict: boolean;
}

/** What one run showed. */
export interface RunReading {
  /** SHA-256 of the events, of what the world said and heard, and of the outcome. */
  readonly digest: string;
  /** How often each thing occurred. */
  readonly counts: Readonly<Record<string, number>>;
}

/** Rehearses the scenario once and fingerprints everything that can be observed of it. */
export async function runOnce({ requests, fidelity, isStrict }: RunOptions): Promise<RunReading> {
  const events = createEventHash();
  const world = createHash("sha256");
  const log = (...line: readonly unknown[]): unknown => world.update(`${JSON.stringify(line)}\n`);
  const counts = new Map<string, number>();
  const count = (what: string): unknown => counts.set(what, (counts.get(what) ?? 0) + 1);
  const outcome = await rehearse({
    scenario: loadScenario({ text: SCENARIO, file: "determinism.yaml" }),
    bundle: openBundle({ policy: "builtin/support-platform" }),
    requests,
    fidelity,
    isStrict,
    createAsk: (ports) => watchedAsk(ports, log, count),
    sinks: [
      {
        record(event) {
          events.record(event);
          count("events");
          if (event.type === "attempt-started") count(`attempts: ${event.kind}`);
          if (event.type === "attempt-ended") count(`ended: ${event.outcome}`);
          if (event.type === "wire-served")
            for (const fault of event.faults) count(`fault: ${fault}`);
        },
      },
    ],
  });
  const all = createHash("sha256").update(events.digest()).update(world.digest());
  return {
    digest: all.update(serialize(outcome)).digest("hex"),
    counts: Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

type Log = (...line: readonly unknown[]) => unknown;

/** The SDK's router, with all that its callers and its providers hear and say written down. */
function watchedAsk(
  ports: RehearsalPorts,
  log: Log,
  count: (what: string) => unknown,
): ReturnType<typeof askOfRouter> {
  const { clock, providers } = ports;
  const ask = askOfRouter({ ...ports, providers: watchedProviders(providers, clock.nowMs, log) });
  return async (request, isStreamed) => {
    count(isStreamed ? "asks: streamed" : "asks: whole");
    log("asked", clock.nowMs(), request.taskId, request.input, isStreamed);
    try {
      const answer = await ask(request, isStreamed);
      log("answered", clock.nowMs(), answer);
      return answer;
    } catch (error) {
      log("failed", clock.nowMs(), String(error));
      throw error;
    }
  };
}

function watchedProviders(providers: ModelPort, nowMs: () => number, log: Log): ModelPort {
  const told = (result: ModelResult): ModelResult => {
    log("result", nowMs(), result);
    return result;
  };
  return {
    absent: providers.absent,
    async generate(call) {
      log("generate", nowMs(), call.attemptId, call.endpoint, call.request);
      return told(await providers.generate(call));
    },
    async stream(call, onPart) {
      log("stream", nowMs(), call.attemptId, call.endpoint, call.request);
      const heard = (part: ModelStreamPart): void => {
        log("part", nowMs(), call.attemptId, part);
        onPart(part);
      };
      return told(await providers.stream(call, heard));
    },
  };
}
