import type { Catalog, ModelPort } from "@switchyard/contract";
import { openBundle } from "@switchyard/sdk";
import {
  createFaultEngine,
  createKeyedRng,
  createVirtualClock,
  simulatedEnv,
  type FaultBehaviour,
  type SimulatedFetchOptions,
} from "@switchyard/simulator";
import type { ModelInHand, ModelSubject } from "@switchyard/testkit";

/** A call of the shipped catalogue. */
const CALL = {
  endpoint: "openai/gpt-6-luna#us",
  model: "openai/gpt-6-luna",
  provider: "openai",
  region: "us",
  request: {
    messages: [{ role: "user", content: "What is a mortgage?" }],
    outputTokensMax: 500,
  },
} as const;

/** Providers of a simulated world, with everything that a world can do to them. */
export function simulatedSubject(
  create: (options: SimulatedFetchOptions) => ModelPort,
): ModelSubject {
  const { catalog } = openBundle({ policy: "builtin/starter" }).bundle;
  const under = (behaviour?: FaultBehaviour) => (): ModelInHand => open(create, catalog, behaviour);
  return {
    call: CALL,
    answers: under(),
    fails: under({ type: "http.status", mix: { "503": 1 } }),
    hangs: under({ type: "net.blackhole" }),
    breaksOff: under({ type: "stream.cut" }),
  };
}

function open(
  create: (options: SimulatedFetchOptions) => ModelPort,
  catalog: Catalog,
  behaviour: FaultBehaviour | undefined,
): ModelInHand {
  const clock = createVirtualClock({ epochMs: Date.parse("2026-11-24T12:00:00Z") });
  const rng = createKeyedRng("conformance");
  let calls = 0;
  const port = create({
    catalog,
    clock,
    rng,
    env: simulatedEnv(catalog),
    script: () => ({ inputTokens: 100, outputTokens: 200, quality: 1 }),
    onServed: () => (calls += 1),
    ...(behaviour !== undefined && {
      faults: createFaultEngine({
        faults: [{ id: "fault", at: "0s", target: { provider: "openai" }, ...behaviour }],
        rng,
      }),
    }),
  });
  return { port, calls: () => calls, pass: async () => await clock.run() };
}
