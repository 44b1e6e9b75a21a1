import type { SwitchyardEvent } from "@switchyard/contract";
import type { LoadedBundle } from "@switchyard/policy";
import type { Fault } from "../../faults/fault.ts";
import { loadScenario } from "../../scenario/load-scenario.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { rehearse } from "../rehearse.ts";
import { watchAsks } from "./watch-asks.ts";

/** What a rehearsal under faults proved. */
export interface Proof {
  readonly asks: number;
  /** Effects of each fault, by its id. */
  readonly hits: Readonly<Record<string, number>>;
  /** What must not happen and did, one sentence each. */
  readonly findings: readonly string[];
}

/** Twelve seconds of recorded traffic, some of it streamed. */
const TRAFFIC: Scenario = loadScenario({
  file: "proof.yaml",
  text: `schema: switchyard/scenario/v1
name: proof
title: What no fault may change
description: Short traffic for one fault or two.
seed: 7
start: 2026-11-24T09:00:00Z
workload: { trace: azure-2023-conversation, duration: 12s, speed: 3, streams: 40% }
faults: []
expect:
  - { metric: violations, is: "== 0" }
  - { metric: overspend, is: "== $0" }
`,
});

/**
 * Rehearses under faults and holds the run against what no fault may change: no error that is not
 * typed, no ask that ends after its deadline, no call that the policy forbids, no cap exceeded, no
 * money held at the end, and a ledger that agrees with the journal. Providers are played in this
 * process; what only bytes can tell goes over the simulated wire.
 */
export async function proveFaults(
  bundle: LoadedBundle,
  faults: readonly Fault[],
  seed: string,
): Promise<Proof> {
  const events: SwitchyardEvent[] = [];
  const watch = watchAsks(faults);
  try {
    const { requests, hits, checks } = await rehearse({
      scenario: { ...TRAFFIC, faults },
      bundle,
      seed,
      fidelity: "model",
      isStrict: true,
      sinks: [{ record: (event) => void events.push(event) }],
      createAsk: watch.createAsk,
    });
    const broken = checks.flatMap(({ check: { written }, status, measured }) =>
      status === "passed" ? [] : [`${written.metric} is ${measured}, expected ${written.is}`],
    );
    const findings = [...watch.late, ...broken, ...(await watch.moneyFindings(events))];
    return { asks: requests, hits, findings };
  } catch (error) {
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { asks: 0, hits: {}, findings: [`it ended in an error: ${told}`] };
  }
}
