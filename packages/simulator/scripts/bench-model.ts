import { LadderExhaustedError } from "@switchyard/contract";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createTraceWriter } from "@switchyard/journal";
import { openBundle } from "@switchyard/sdk";
import { rehearse, shippedScenario, type Scenario } from "../src/index.ts";

// Measures rehearsals at fidelity `model`: recorded traffic without faults on the shipped policy,
// through the router as it is, its events folded in memory or written to a file as well. `rest` is
// what the simulator costs by itself: an ask that makes one call and nothing else.
//
//   node packages/simulator/scripts/bench-model.ts [--requests 100000] [--mode folded|written|rest]
//                                                  [--streams 0.4]
//
// Measured on Node 24.21.0 with 2 cores of an AMD EPYC shared by many others: with 13 processes
// waiting for them the same asks take up to five times the processor time that they take alone. The
// first 20,000 requests cost about 400 us each, until their code is compiled: a short run measures
// that.
//   rest     60,000 requests   1.4 s of processor time,  24 us each, 219 MB resident (quiet)
//   folded   60,000 requests  26.7 s of processor time, 445 us each, 362 MB resident (13 waiting)
// A million folded, in spans of 100,000: 62 to 66 us each in the three quietest, 117 to 180 in the
// others; the heap after a collection was 86 MB at the 100,000th, 95 at the 500,000th and 99 at the
// last, as memories of texts and of recent asks filled up; 484 MB resident from the 500,000th on.
// By a profile of the asks after the first 30,000 the router takes 39%, policy and ledger 15%, the
// simulator 20%, the folds of the journal 8%. The goal of 20 us is not met.

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "100000" },
    mode: { type: "string", default: "folded" },
    streams: { type: "string", default: "0" },
  },
});
const requests = Number(values.requests);
const bundle = openBundle({ policy: "builtin/support-platform" });
const shipped = shippedScenario("default");
const scenario: Scenario = {
  ...shipped,
  opening: {},
  faults: [],
  checks: shipped.checks.filter(({ scope }) => scope.kind === "all"),
  workload: { ...shipped.workload, streamShare: Number(values.streams) },
};
const file = join(tmpdir(), `bench-model-${process.pid}.jsonl`);
const writer = values.mode === "written" ? createTraceWriter(file) : undefined;
const MODEL = "openai/gpt-6-luna";

const started = process.cpuUsage();
const startedMs = performance.now();
await rehearse({
  scenario,
  bundle,
  fidelity: "model",
  requests,
  sinks: writer === undefined ? [] : [writer],
  ...(values.mode === "rest" && {
    createAsk:
      ({ providers, newAskId }) =>
      async ({ input }) => {
        const attemptId = `${newAskId()}/1`;
        const messages = typeof input === "string" ? [] : input;
        await providers.generate({
          attemptId,
          endpoint: `${MODEL}#eu`,
          model: MODEL,
          provider: "openai",
          region: "eu",
          request: { messages, outputTokensMax: 400 },
          signal: new AbortController().signal,
        });
        // No router, no answer: a typed error is an end like any other.
        throw new LadderExhaustedError("Nothing is asked here.", []);
      },
  }),
});
writer?.close();
rmSync(file, { force: true });
const seconds = (performance.now() - startedMs) / 1000;
const used = process.cpuUsage(started);
const cpuSeconds = (used.user + used.system) / 1e6;
console.log(
  `${values.mode}: ${requests} requests in ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of ` +
    `processor time: ${Math.round(requests / seconds)} a second, ` +
    `${((cpuSeconds / requests) * 1e6).toFixed(1)} us each, ` +
    `${Math.round(process.memoryUsage().rss / 1e6)} MB resident`,
);
