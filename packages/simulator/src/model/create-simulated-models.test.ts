import type { ModelCall, ModelPort, ModelRequest, ModelStreamPart } from "@switchyard/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createKeyedRng } from "../chance/create-keyed-rng.ts";
import { CALL_BEHAVIOURS } from "../faults/call-behaviours.ts";
import { createFaultEngine } from "../faults/create-fault-engine.ts";
import type { Fault, FaultBehaviour } from "../faults/fault.ts";
import { createVirtualClock } from "../time/create-virtual-clock.ts";
import { aCall, aCatalog, aFault } from "../wire/arbitraries.ts";
import type { CallScript } from "../wire/call-script.ts";
import type { ServedCall } from "../wire/create-simulated-fetch.ts";
import { simulatedEnv } from "../wire/simulated-env.ts";
import { createSimulatedModels } from "./create-simulated-models.ts";
import {
  createSimulatedProviders,
  type SimulatedProvidersOptions,
} from "./create-simulated-providers.ts";

const env = simulatedEnv(aCatalog);
const models = Object.keys(aCatalog.models);

type MakePort = (options: SimulatedProvidersOptions) => ModelPort;

interface PlannedCall {
  readonly model: string;
  readonly isStream: boolean;
  readonly timeoutMs: number;
  readonly request: Partial<ModelRequest>;
  readonly script: CallScript | undefined;
}

type Seen = readonly [atMs: number, attemptId: string, partOrResult: unknown];

/** All that a router can see of some calls, with its instants, and what the providers tell of them. */
async function record(
  makePort: MakePort,
  faults: readonly Fault[],
  calls: readonly PlannedCall[],
): Promise<{ readonly log: readonly Seen[]; readonly served: readonly ServedCall[] }> {
  const clock = createVirtualClock({ epochMs: Date.parse("2026-11-24T09:00:00.123Z") });
  const rng = createKeyedRng("both");
  const served: ServedCall[] = [];
  const port = makePort({
    catalog: aCatalog,
    clock,
    // The process that reads is off by a little, as wall clocks are.
    readerClock: { nowMs: clock.nowMs, epochMs: () => clock.epochMs() + 4_321 },
    rng,
    env,
    faults: createFaultEngine({ faults, rng: rng.fork("faults") }),
    script: (attemptId) => calls[Number(attemptId.split("/")[0])]?.script,
    onServed: (call) => served.push(call),
  });
  const log: Seen[] = [];
  for (const [index, { model, isStream, timeoutMs, request }] of calls.entries()) {
    const attemptId = `${index}/1`;
    const ask = async (): Promise<void> => {
      const { signal, cancel } = clock.deadline(timeoutMs);
      const call: ModelCall = aCall(model, { attemptId, signal }, request);
      const onPart = (part: ModelStreamPart): void =>
        void log.push([clock.nowMs(), attemptId, part]);
      const result = await (isStream ? port.stream(call, onPart) : port.generate(call));
      cancel();
      log.push([clock.nowMs(), attemptId, result]);
    };
    clock.schedule(index * 40, attemptId, () => void clock.track(ask()));
  }
  await clock.run();
  expect(clock.scheduled()).toBe(0);
  return { log, served };
}

const schema = {
  type: "object",
  properties: { title: { type: "string" } },
  required: ["title"],
  additionalProperties: false,
};
const tools = [{ name: "open_ticket", inputSchema: schema }];
const user = { role: "user", content: "How do I reset my password?" } as const;

const aRequest: fc.Arbitrary<Partial<ModelRequest>> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ outputTokensMax: fc.integer({ min: 1, max: 4000 }) }) },
  fc.constantFrom<Partial<ModelRequest>>(
    { output: { schema } },
    { tools },
    { tools, toolChoice: "required" },
    { reasoningEffort: "low" },
    { messages: [{ role: "system", content: "Be brief." }, user], outputTokensMax: 120 },
  ),
);

const aPlannedCall: fc.Arbitrary<PlannedCall> = fc.record({
  model: fc.constantFrom(...models),
  isStream: fc.boolean(),
  timeoutMs: fc.constantFrom(250, 1_000, 3_000, 60_000),
  request: aRequest,
  script: fc.option(
    fc.record({
      inputTokens: fc.integer({ min: 1, max: 101_000 }),
      outputTokens: fc.integer({ min: 1, max: 3000 }),
      reasoningTokens: fc.constantFrom(0, 1),
      quality: fc.constantFrom(0.3, 0.95),
    }),
    { nil: undefined, freq: 20 },
  ),
});

const aFaultPlan: fc.Arbitrary<readonly Fault[]> = fc
  .array(
    fc.record({
      behaviour: fc.constantFrom(...CALL_BEHAVIOURS),
      share: fc.constantFrom("30%", "60%", "100%"),
    }),
    { maxLength: 3 },
  )
  .map((faults) =>
    faults.map(({ behaviour, share }, index) => aFault(behaviour, { id: `fault-${index}`, share })),
  );

test("calls end alike, in every instant, part and word, played or over the wire", async () => {
  await fc.assert(
    fc.asyncProperty(
      aFaultPlan,
      fc.array(aPlannedCall, { minLength: 1, maxLength: 8 }),
      async (faults, calls) => {
        const played = await record(createSimulatedModels, faults, calls);
        expect(played).toEqual(await record(createSimulatedProviders, faults, calls));
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  ["played", createSimulatedModels],
  ["over the wire", createSimulatedProviders],
])("a stream and the whole answer of the same draw end at one instant, %s", async (_, makePort) => {
  const aSlowdown = fc.constantFrom<FaultBehaviour[]>(
    [],
    [{ type: "latency.added", add: "1s" }],
    [{ type: "latency.added", times: 2.7 }],
    [
      { type: "latency.added", times: 0.3 },
      { type: "latency.added", add: "70ms" },
    ],
  );
  const endMs = async (faults: readonly Fault[], call: PlannedCall): Promise<number> => {
    const { log } = await record(makePort, faults, [call]);
    return log.at(-1)?.[0] ?? -1;
  };
  const aScript = fc.record({
    inputTokens: fc.constant(100),
    outputTokens: fc.integer({ min: 1, max: 3000 }),
    quality: fc.constant(0.9),
  });
  await fc.assert(
    fc.asyncProperty(aSlowdown, aPlannedCall, aScript, async (slowdown, planned, script) => {
      const faults = slowdown.map((behaviour, index) => aFault(behaviour, { id: `f-${index}` }));
      const call = { ...planned, timeoutMs: 3_600_000, script };
      expect(await endMs(faults, { ...call, isStream: true })).toBe(
        await endMs(faults, { ...call, isStream: false }),
      );
    }),
    { numRuns: 12 },
  );
});
