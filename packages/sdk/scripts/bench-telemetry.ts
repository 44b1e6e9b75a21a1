/**
 * What telemetry costs an `ask` over a provider port that answers at once: the main thread's
 * processor time with OpenTelemetry's API alone (no SDK registered), and with its SDK, as a ratio to
 * a router without sinks. Run `node packages/sdk/scripts/bench-telemetry.ts [rounds]`.
 *
 * Each round has 5,000 asks of each kind, the kinds in turn, so that a busy machine slows all alike;
 * printed are the median ratio of the rounds and its quartiles. Goal: API alone at most 1.10.
 *
 * Last measured with 8 rounds (Node 24.21, two shared cores): no sink 19.5 us/ask; a sink that does
 * nothing 1.11 (1.07 to 1.16); API alone 1.12 (1.07 to 1.17), which is 1.01 of the sink that does
 * nothing; metrics and no span sampled 1.86 (1.84 to 1.90); metrics and every span 2.69 (2.54 to
 * 2.74). The goal is missed by what any sink costs, the stamping of the events.
 */
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import {
  AlwaysOffSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import type { EventSink } from "@switchyard/contract";
import { createRouter, openBundle, type Router } from "@switchyard/sdk";
import { createOpenTelemetrySink } from "@switchyard/sdk/opentelemetry";
import { INSTANT_MODELS } from "./instant-models.ts";

const ASKS = 5_000;
const WARM_UPS = 6;
const QUARTILES = [0.25, 0.5, 0.75] as const;
const rounds = Number(process.argv[2] ?? 60);

const request = { intent: "faq", risk: "low", slaMs: 5_000, input: "Why is the sky blue?" };
const policy = openBundle({ policy: "builtin/founding" });

const exporter = {
  export: (_: unknown, done: (result: { code: number }) => void) => done({ code: 0 }),
  shutdown: async () => {},
};
const recorded = new BasicTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
const sampledOut = new BasicTracerProvider({ sampler: new AlwaysOffSampler() });
const reader = new PeriodicExportingMetricReader({
  exporter: new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE),
  exportIntervalMillis: 3_600_000,
});
const meter = new MeterProvider({ readers: [reader] }).getMeter("bench");

interface Kind {
  readonly name: string;
  readonly sinks: readonly EventSink[];
}

const WITHOUT: Kind = { name: "no sink", sinks: [] };

/** Compared within a group alone: spans that are kept for export leave garbage to all. */
const groups: readonly (readonly Kind[])[] = [
  [
    WITHOUT,
    { name: "a sink that does nothing", sinks: [{ record: () => {} }] },
    { name: "OpenTelemetry, API alone", sinks: [createOpenTelemetrySink()] },
  ],
  [
    WITHOUT,
    {
      name: "OpenTelemetry, metrics and no span sampled",
      sinks: [createOpenTelemetrySink({ tracer: sampledOut.getTracer("bench"), meter })],
    },
    {
      name: "OpenTelemetry, metrics and every span",
      sinks: [createOpenTelemetrySink({ tracer: recorded.getTracer("bench"), meter })],
    },
  ],
];

async function microsecondsPerAsk(router: Router): Promise<number> {
  const before = process.threadCpuUsage();
  for (let ask = 0; ask < ASKS; ask += 1) await router.ask(request);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / ASKS;
}

function newTimes(): number[] {
  return [];
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
}

for (const kinds of groups) {
  const runs = kinds.map(({ name, sinks }) => ({
    name,
    router: createRouter({ policy, providers: INSTANT_MODELS, sinks }),
    times: newTimes(),
  }));
  for (let round = -WARM_UPS; round < rounds; round += 1) {
    // Each kind is the first of its round as often as any other.
    const first = (round + WARM_UPS) % runs.length;
    for (const { router, times } of [...runs.slice(first), ...runs.slice(0, first)]) {
      const time = await microsecondsPerAsk(router);
      if (round >= 0) times.push(time);
    }
  }
  const [without] = runs;
  for (const { name, times } of runs) {
    const ratios = times.map((time, round) => time / (without?.times[round] ?? Number.NaN));
    const [low, middle, high] = QUARTILES.map((share) => quantile(ratios, share).toFixed(3));
    console.log(
      `${name}: ${quantile(times, 0.5).toFixed(2)} us/ask, ${middle} (${low} to ${high})`,
    );
  }
}
