import { parseArgs } from "node:util";
import { createProviders } from "@switchyard/providers";
import {
  createFaultEngine,
  createKeyedRng,
  createSimulatedFetch,
  createVirtualClock,
  simulatedEnv,
  type Fault,
} from "../src/index.ts";
import { aCatalog, aCall, modelOfFormat } from "../src/wire/arbitraries.ts";

// Measures the wire alone: calls through the real AI SDK packages, simulated providers, faults and
// virtual time, 40 calls a virtual second over all wire formats, with 1,500 tokens in, 400 out. A
// stream's text comes in 5 chunks, with the events that each format has before, between and after.
//
//   node scripts/bench-wire.ts [--requests 20000] [--streams] [--skip "openai compatible"]
//
// The first half warms up; the rate is that of the second half, in processor time of one core.
//
// Measured on Node 24.21.0 with 2 cores of an AMD EPYC on which ten other processes were at work,
// which takes two to three times the processor time of a quiet machine:
//   16,000 calls    528 and 587 us each, 1,890 and 1,700 a second
//    6,000 streams       1,816 us each,   550 a second
// When it was quiet 60,000 calls took 15.1 s, 3,970 a second. The goals of 5,000 calls and 1,500
// streams a second are not met. By a profile of calls the simulator takes 16% and the providers'
// adapters 6%; of streams 12% and 4%. The rest is the AI SDK, its schemas, msw and Node's own
// requests, responses, streams and collector.

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "20000" },
    streams: { type: "boolean", default: false },
    skip: { type: "string", default: "" },
  },
});
const requests = Number(values.requests);
const models = Object.entries(modelOfFormat)
  .filter(([format]) => format !== values.skip)
  .map(([, model]) => model);

const target = { region: "us" };
const faults: readonly Fault[] = [
  { id: "errors", type: "http.status", mix: { "503": 1 }, at: "1m", target, share: "2%" },
  { id: "silence", type: "net.blackhole", at: "1m", target, share: "1%" },
];
const clock = createVirtualClock({ epochMs: Date.parse("2026-11-24T09:00:00Z") });
const rng = createKeyedRng("bench");
const env = simulatedEnv(aCatalog);
const fetch = createSimulatedFetch({
  catalog: aCatalog,
  clock,
  rng,
  env,
  faults: createFaultEngine({ faults, rng }),
  script: () => ({ inputTokens: 1500, outputTokens: 400, quality: 0.9 }),
});
const port = createProviders({ catalog: aCatalog, env, fetch, epochMs: clock.epochMs });

async function callOnce(number: number): Promise<void> {
  const model = models[number % models.length] ?? modelOfFormat.google;
  const { signal, cancel } = clock.deadline(20_000);
  const call = aCall(model, { attemptId: `ask-${number}/1`, signal });
  await (values.streams ? port.stream(call, () => {}) : port.generate(call));
  cancel();
}

function megabytes(): number {
  return Math.round(process.memoryUsage().rss / 1e6);
}

let warm = process.cpuUsage();

function arrive(number: number): void {
  void clock.track(callOnce(number));
  const next = number + 1;
  if (next === requests >> 1) warm = process.cpuUsage();
  if (next % 5000 === 0) console.log(`${next} calls: ${megabytes()} MB resident`);
  if (next < requests) clock.schedule(next * 25, `ask-${next}`, () => arrive(next));
}

const startedMs = performance.now();
clock.schedule(0, "ask-0", () => arrive(0));
await clock.run();
const seconds = (performance.now() - startedMs) / 1000;
const { user, system } = process.cpuUsage(warm);
const microseconds = (user + system) / (requests - (requests >> 1));
console.log(
  `${requests} ${values.streams ? "streams" : "calls"} in ${seconds.toFixed(1)} s of wall; the ` +
    `second half took ${microseconds.toFixed(0)} us of processor time each, ` +
    `${Math.round(1e6 / microseconds)} a second; ${clock.scheduled()} events left`,
);
