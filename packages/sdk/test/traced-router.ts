import type { AskRequest, PolicyInput, Rng, SwitchyardEvent } from "@switchyard/contract";
import { createRouter } from "../src/create-router.ts";
import {
  createOpenTelemetrySink,
  type OpenTelemetryOptions,
} from "../src/opentelemetry/create-opentelemetry-sink.ts";
import { collectTelemetry, type CollectedTelemetry } from "./collected-telemetry.ts";
import { createManualClock } from "./manual-clock.ts";
import { sampleBundle } from "./sample-bundle.ts";
import { REQUEST } from "./sample-router.ts";
import { createScriptedModels, type Script } from "./scripted-models.ts";

export interface TracedRouter extends CollectedTelemetry {
  readonly events: readonly SwitchyardEvent[];
  readonly ask: (request?: Partial<AskRequest>) => Promise<unknown>;
  /** Asks for a stream, and waits for its answer. */
  readonly stream: () => Promise<unknown>;
}

const rng: Rng = { fork: () => rng, float: () => 0.5 };

/** `createRouter` as an application calls it, over scripted providers and the real SDK. */
export function traceRouter(
  script: Script,
  policy: Partial<PolicyInput> = {},
  options: OpenTelemetryOptions = {},
): TracedRouter {
  const collected = collectTelemetry();
  const { tracer, meter } = collected;
  const clock = createManualClock();
  const events: SwitchyardEvent[] = [];
  let asks = 0;
  const router = createRouter({
    policy: sampleBundle(policy),
    providers: createScriptedModels(clock, script),
    clock,
    rng,
    newAskId: () => `ask-${(asks += 1)}`,
    sinks: [
      createOpenTelemetrySink({ tracer, meter, ...options }),
      { record: (event) => events.push(event) },
    ],
  });
  const ask = (request: Partial<AskRequest> = {}): Promise<unknown> =>
    clock.finish(router.ask({ ...REQUEST, ...request })).catch((error: unknown) => error);
  const stream = (): Promise<unknown> => clock.finish(router.stream(REQUEST).answer);
  return { ...collected, events, ask, stream };
}

/** The first endpoint is overloaded, the second answers. */
export const FAILS_OVER: Script = {
  "alpha/quick#us": [{ fail: "overloaded", status: 529, afterMs: 250 }],
  "beta/quick#us": [{ usage: { cachedInputTokens: 20, reasoningTokens: 7 }, afterMs: 400 }],
};
/** One call of each endpoint, so that a failure is followed by the next one. */
export const ONCE_EACH: Partial<PolicyInput> = {
  defaults: { attempts: { max: 4, perEndpoint: 1, retryOn: [] } },
};
