import { parseArgs } from "node:util";
import { createEventHash } from "@switchyard/journal";
import { openBundle } from "@switchyard/sdk";
import { loadScenario, rehearse } from "../src/index.ts";

// Rehearses the same seed again and again, 40% of the answers streamed, with time-outs, cut streams,
// errors and retries, and ends with exit code 5 unless all events of all runs have one hash.
//
//   node packages/simulator/scripts/prove-determinism.ts [--runs 10] [--requests 10000]
//                                                        [--fidelity wire|model] [--strict]

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "10" },
    requests: { type: "string", default: "10000" },
    fidelity: { type: "string", default: "wire" },
    strict: { type: "boolean", default: false },
  },
});
const text = `schema: switchyard/scenario/v1
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
const scenario = loadScenario({ text, file: "determinism.yaml" });
const bundle = openBundle({ policy: "builtin/support-platform" });
const hashes = new Set<string>();
for (let run = 1; run <= Number(values.runs); run += 1) {
  const hash = createEventHash();
  let events = 0;
  const record: typeof hash.record = (event) => {
    events += 1;
    hash.record(event);
  };
  const { summary } = await rehearse({
    scenario,
    bundle,
    fidelity: values.fidelity === "model" ? "model" : "wire",
    isStrict: values.strict,
    requests: Number(values.requests),
    sinks: [{ record }],
  });
  const digest = hash.digest();
  hashes.add(digest);
  console.log(`run ${run}: ${events} events, ${summary.retries} retries, sha256 ${digest}`);
}
console.log(`${hashes.size} distinct hash(es)`);
process.exitCode = hashes.size === 1 ? 0 : 5;
