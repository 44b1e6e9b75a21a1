import type {
  Catalog,
  Model,
  ModelCall,
  ModelPort,
  ModelRequest,
  ModelResult,
  ModelStreamPart,
  Provider,
  ReasoningEffort,
} from "@switchyard/contract";
import { createProviders } from "@switchyard/providers";
import { createKeyedRng } from "../chance/create-keyed-rng.ts";
import { createFaultEngine } from "../faults/create-fault-engine.ts";
import type { FaultSchedule } from "../faults/fault-schedule.ts";
import type { Fault, FaultBehaviour } from "../faults/fault.ts";
import { createVirtualClock, type VirtualClock } from "../time/create-virtual-clock.ts";
import type { CallScript } from "./call-script.ts";
import { createSimulatedFetch, type ServedCall } from "./create-simulated-fetch.ts";
import { simulatedEnv } from "./simulated-env.ts";

function aProvider(id: string, rest: Partial<Provider>): Provider {
  return { id, api: "openai", keys: [], zeroRetention: true, endpoints: { us: {} }, ...rest };
}

function aModel(id: string, rest: Partial<Model> = {}): Model {
  const [provider = "", name = ""] = id.split("/");
  return {
    id,
    provider,
    wireName: name.split("@")[0] ?? name,
    tier: "small",
    lifecycle: "managed",
    approvedRisk: "high",
    contextTokens: 100_000,
    capabilities: ["tools", "structured-output"],
    latency: { firstTokenMsP50: 300, msP50: 900, msP95: 1900, outputTokensPerSecond: 100 },
    successRate: 1,
    prices: [],
    regions: ["us"],
    ...rest,
  };
}

/** $2 in and $10 out a million tokens. */
const aPrice: Model["prices"][number] = {
  from: null,
  tiers: [
    {
      inputTokensFrom: 0,
      inputMicroUsdPerMTok: 2_000_000,
      cachedInputMicroUsdPerMTok: 200_000,
      cacheWriteMicroUsdPerMTok: 2_000_000,
      outputMicroUsdPerMTok: 10_000_000,
    },
  ],
};

/** A variant that always takes the same time, which tells it from the others. */
function aVariant(id: string, reasoningEffort: ReasoningEffort, ms: number): Model {
  const latency = { firstTokenMsP50: ms, msP50: ms, msP95: ms, outputTokensPerSecond: 100 };
  return aModel(id, { reasoningEffort, latency });
}

/** A catalogue with every wire format; the first model of each provider is plain. */
export const aCatalog: Catalog = {
  asOf: "2026-11-24",
  providers: {
    openai: aProvider("openai", {
      keys: ["OPENAI_API_KEY"],
      endpoints: { us: {}, eu: { baseUrl: "https://eu.api.openai.com/v1/" } },
    }),
    "openai-second": aProvider("openai-second", { keys: ["OPENAI_SECOND_API_KEY"] }),
    chat: aProvider("chat", {
      api: "openai-chat",
      keys: ["CHAT_API_KEY"],
      endpoints: { us: { baseUrl: "https://chat.invalid/v1" } },
    }),
    anthropic: aProvider("anthropic", {
      api: "anthropic",
      keys: ["ANTHROPIC_API_KEY", "ANTHROPIC_API_KEY_2"],
      endpoints: { us: {}, eu: { baseUrl: "${ANTHROPIC_EU_URL}" } },
    }),
    google: aProvider("google", {
      api: "google",
      keys: ["GEMINI_API_KEY"],
      endpoints: { us: {}, eu: { baseUrl: "https://${GEMINI_EU_HOST}/v1beta" } },
    }),
    mistral: aProvider("mistral", {
      api: "openai-compatible",
      keys: ["MISTRAL_API_KEY"],
      endpoints: { us: { baseUrl: "${MISTRAL_URL}/v1" } },
    }),
    local: aProvider("local", {
      api: "openai-compatible",
      endpoints: { us: { baseUrl: "http://localhost:11434/v1" } },
    }),
  },
  sharedEdges: {},
  models: Object.fromEntries(
    [
      aModel("openai/gpt-6-sol", { regions: ["eu", "us"] }),
      aVariant("openai/gpt-6-sol@low", "low", 200),
      aVariant("openai/gpt-6-sol@high", "high", 5000),
      aModel("openai-second/gpt-6-sol"),
      aModel("chat/gpt-4.1"),
      aModel("anthropic/claude-sonnet-5", { regions: ["eu", "us"] }),
      aModel("google/gemini-3.8-flash", { regions: ["eu", "us"] }),
      aVariant("google/gemini-3.8-flash@low", "low", 200),
      aModel("anthropic/claude-haiku-4-5"),
      aVariant("anthropic/claude-haiku-4-5@low", "low", 200),
      aVariant("anthropic/claude-haiku-4-5@high", "high", 5000),
      aModel("mistral/mistral-large-2512"),
      aModel("local/qwen3"),
      aModel("openai/unlucky", { successRate: 0.6 }),
      aModel("openai/priced", { prices: [aPrice] }),
    ].map((model) => [model.id, model]),
  ),
  quality: {},
};

/** One plain model for each wire format. */
export const modelOfFormat = {
  "openai responses": "openai/gpt-6-sol",
  "openai chat": "chat/gpt-4.1",
  "openai compatible": "mistral/mistral-large-2512",
  anthropic: "anthropic/claude-sonnet-5",
  google: "google/gemini-3.8-flash",
} as const;

/** A fault on everything in region us, from the start. */
export function aFault(behaviour: FaultBehaviour, schedule: Partial<FaultSchedule> = {}): Fault {
  return { id: "fault", at: "0s", target: { region: "us" }, ...schedule, ...behaviour };
}

/** How a streamed call went. */
export interface AStream {
  readonly result: ModelResult;
  readonly parts: readonly { readonly atMs: number; readonly part: ModelStreamPart }[];
  /** The text that was passed on. */
  readonly text: string;
}

export interface AWorld {
  readonly clock: VirtualClock;
  readonly port: ModelPort;
  readonly fetch: typeof globalThis.fetch;
  readonly served: readonly ServedCall[];
  /** Makes one call, which gives up in 60 s, and runs the clock to its end. */
  ask(
    model: string,
    call?: Partial<ModelCall>,
    request?: Partial<ModelRequest>,
  ): Promise<ModelResult>;
  /** The same as a stream, with what was passed on and when. */
  stream(
    model: string,
    call?: Partial<ModelCall>,
    request?: Partial<ModelRequest>,
  ): Promise<AStream>;
}

/** Providers over the simulated wire. */
export function aWorld(
  options: {
    readonly faults?: readonly Fault[];
    readonly seed?: string;
    readonly script?: (attemptId: string) => CallScript | undefined;
    readonly turnsPerEvent?: number;
  } = {},
): AWorld {
  const { faults = [], seed = "seed", script } = options;
  const epochMs = Date.parse("2026-11-24T09:00:00Z");
  const clock = createVirtualClock({ epochMs, turnsPerEvent: options.turnsPerEvent ?? 1 });
  const rng = createKeyedRng(seed);
  const served: ServedCall[] = [];
  const fetch = createSimulatedFetch({
    catalog: aCatalog,
    clock,
    rng,
    env: simulatedEnv(aCatalog),
    faults: createFaultEngine({ faults, rng }),
    onServed: (call) => served.push(call),
    ...(script === undefined ? {} : { script }),
  });
  const port = createProviders({
    catalog: aCatalog,
    env: simulatedEnv(aCatalog),
    fetch,
    epochMs: clock.epochMs,
    nowMs: clock.nowMs,
  });
  return {
    clock,
    port,
    fetch,
    served,
    async ask(model, call, request) {
      const { signal, cancel } = clock.deadline(60_000);
      const result = clock.track(port.generate(aCall(model, { signal, ...call }, request)));
      void result.finally(cancel);
      await clock.run();
      return result;
    },
    async stream(model, call, request) {
      const { signal, cancel } = clock.deadline(60_000);
      const parts: AStream["parts"][number][] = [];
      const onPart = (part: ModelStreamPart): void =>
        void parts.push({ atMs: clock.nowMs(), part });
      const asked = aCall(model, { signal, ...call }, request);
      const result = clock.track(port.stream(asked, onPart));
      void result.finally(cancel);
      await clock.run();
      const text = parts.map(({ part }) => (part.type === "text" ? part.text : "")).join("");
      return { result: await result, parts, text };
    },
  };
}

/** A call of a model in region us. */
export function aCall(
  model: string,
  call: Partial<ModelCall> = {},
  request: Partial<ModelRequest> = {},
): ModelCall {
  const region = call.region ?? "us";
  return {
    attemptId: "attempt-1",
    endpoint: `${model}#${region}`,
    model,
    provider: model.split("/")[0] ?? "",
    region,
    request: {
      messages: [{ role: "user", content: "How do I reset my password?" }],
      outputTokensMax: 500,
      ...request,
    },
    signal: new AbortController().signal,
    ...call,
  };
}
