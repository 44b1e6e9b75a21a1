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
// virtual time, 40 calls a virtual second over all wire formats, with 1,500 tokens in, 400 out.
//
//   node scripts/bench-wire.ts [--requests 20000] [--skip "openai compatible"]
//
// Measured on Node 24.21.0 with 2 shared cores, whose speed varied by a factor of two:
//   20,000 calls, all formats                 9.2 s to 13.6 s  1,470 to 2,180 a second, 375 MB
//   20,000 calls without openai compatible    5.0 s to 11.1 s  1,800 to 4,000 a second
//   60,000 calls without openai compatible   15.1 s            3,970 a second, 375 MB and flat
// One call to an openai compatible provider took 0.6 ms more than the others: its SDK model, made
// anew for each call, builds its schemas each time.

const { values } = parseArgs({
  options: {
    requests: { type: "string", default: "20000" },
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
  await port.generate(aCall(model, { attemptId: `ask-${number}/1`, signal }));
  cancel();
}

function megabytes(): number {
  return Math.round(process.memoryUsage().rss / 1e6);
}

function arrive(number: number): void {
  void clock.track(callOnce(number));
  const next = number + 1;
  if (next % 5000 === 0) console.log(`${next} calls: ${megabytes()} MB resident`);
  if (next < requests) clock.schedule(next * 25, `ask-${next}`, () => arrive(next));
}

const startedMs = performance.now();
const started = process.cpuUsage();
clock.schedule(0, "ask-0", () => arrive(0));
await clock.run();
const seconds = (performance.now() - startedMs) / 1000;
const used = process.cpuUsage(started);
const cpuSeconds = (used.user + used.system) / 1e6;
console.log(
  `${requests} calls in ${seconds.toFixed(1)} s (${Math.round(requests / seconds)} a second), ` +
    `${cpuSeconds.toFixed(1)} s of processor time, ${clock.scheduled()} events left`,
);
