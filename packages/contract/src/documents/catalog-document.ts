import { z } from "zod";
import { Count, DateText, DurationText, Fraction, MoneyText } from "./quantities.ts";

/** Wire formats a provider may speak; `custom` is an AI SDK model handed over in code. */
export const APIS = [
  "openai",
  "openai-chat",
  "anthropic",
  "google",
  "openai-compatible",
  "custom",
] as const;
export type Api = (typeof APIS)[number];

/** Stages of a model's or route's life, in order. */
export const LIFECYCLES = ["experimental", "managed", "deprecated", "retired"] as const;
export type Lifecycle = (typeof LIFECYCLES)[number];

/** What a request may need of a model. */
export const CAPABILITIES = ["tools", "structured-output", "vision"] as const;
export type Capability = (typeof CAPABILITIES)[number];

/**
 * What a model may be able to do. `prefill`: where the last turn of a conversation is the
 * assistant's, it goes on with that turn's text, and answers with what follows only. A stream that
 * broke is continued so. It is for the operator to say, for no provider tells it: Claude models do
 * before 4.6, without extended thinking (docs.claude.com, "Prefill Claude's response"); servers
 * that take `continue_final_message`, as vLLM and SGLang do; OpenAI and Gemini do not.
 */
export const MODEL_CAPABILITIES: readonly [...typeof CAPABILITIES, "prefill"] = [
  ...CAPABILITIES,
  "prefill",
];
export type ModelCapability = (typeof MODEL_CAPABILITIES)[number];

/** How hard a reasoning model thinks; sent in the provider's own spelling. */
export const REASONING_EFFORTS = ["none", "minimal", "low", "medium", "high"] as const;
export type ReasoningEffort = (typeof REASONING_EFFORTS)[number];

/** Where one region of a provider is reached. */
export interface EndpointDocument {
  /** Base URL; `${NAME}` is read from the environment. Default: the provider's public one. */
  readonly baseUrl?: string;
  /** Calls in flight at once, at most. Default: unlimited. */
  readonly concurrencyMax?: number;
}

export interface ProviderDocument {
  readonly api: Api;
  /** Names of environment variables that hold keys. Empty: the server needs none. */
  readonly keys: readonly string[];
  /** Whether the contract forbids the provider to keep inputs and outputs. */
  readonly zeroRetention: boolean;
  /** By region name. */
  readonly endpoints: Readonly<Record<string, EndpointDocument>>;
}

/** Measured or stated time of a model's answers. */
export interface LatencyDocument {
  readonly firstTokenP50: DurationText;
  readonly p50: DurationText;
  readonly p95: DurationText;
  readonly outputTokensPerSecond: number;
}

/** List price per million tokens; written for contracts and self-hosting. */
export interface PriceDocument {
  readonly inputPerMTok: MoneyText;
  readonly outputPerMTok: MoneyText;
  readonly cachedInputPerMTok?: MoneyText;
  readonly cacheWritePerMTok?: MoneyText;
}

export interface ModelDocument {
  /** The model this one is a variant of; the variant overrides what it names. */
  readonly of?: string;
  readonly settings?: { readonly reasoningEffort?: ReasoningEffort };
  /** Name on the wire. Default: the key after the provider, without the variant. */
  readonly wireName?: string;
  readonly tier?: string;
  readonly lifecycle?: Lifecycle;
  /** First day on which the provider no longer serves the model. */
  readonly sunset?: string;
  readonly replacedBy?: string;
  /**
   * Highest risk class it may answer: one of the policy's, or one of low, medium and high where
   * the policy declares a part of that scale.
   */
  readonly approvedRisk?: string;
  readonly contextTokens?: number;
  readonly capabilities?: readonly ModelCapability[];
  readonly latency?: LatencyDocument;
  /** Share of calls that end in an answer, 0 to 1. */
  readonly successRate?: number;
  readonly price?: PriceDocument;
  /** Regions that serve it. Default: every endpoint of its provider. */
  readonly regions?: readonly string[];
}

/** What may be called, and what was measured of it: `catalog.yaml`. */
export interface CatalogDocument {
  readonly schema: "switchyard/catalog/v1";
  readonly asOf: string;
  readonly providers: Readonly<Record<string, ProviderDocument>>;
  /** Infrastructure that several providers share: edge name to provider names. */
  readonly sharedEdges?: Readonly<Record<string, readonly string[]>>;
  /** By `provider/model` or `provider/model@variant`. */
  readonly models: Readonly<Record<string, ModelDocument>>;
  /** Lower bounds (95%) of quality by intent and model, 0 to 1. */
  readonly quality?: {
    readonly artefact: string;
    readonly scores: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };
}

const name = z.string().regex(/^[a-z0-9-]+$/, {
  error: "write a name of lower-case letters, digits and dashes",
});

const endpoint = z.strictObject({
  baseUrl: z.string().min(1).exactOptional(),
  concurrencyMax: Count.exactOptional(),
});

const provider = z.strictObject({
  api: z.enum(APIS),
  keys: z.array(
    z.string().regex(/^[A-Z][A-Z0-9_]*$/, {
      error:
        "write the name of an environment variable, such as OPENAI_API_KEY, never a key itself",
    }),
  ),
  zeroRetention: z.boolean(),
  endpoints: z.record(name, endpoint),
});

const latency = z.strictObject({
  firstTokenP50: DurationText,
  p50: DurationText,
  p95: DurationText,
  outputTokensPerSecond: z.number().positive(),
});

const price = z.strictObject({
  inputPerMTok: MoneyText,
  outputPerMTok: MoneyText,
  cachedInputPerMTok: MoneyText.exactOptional(),
  cacheWritePerMTok: MoneyText.exactOptional(),
});

const model = z.strictObject({
  of: z.string().exactOptional(),
  settings: z
    .strictObject({ reasoningEffort: z.enum(REASONING_EFFORTS).exactOptional() })
    .exactOptional(),
  wireName: z.string().min(1).exactOptional(),
  tier: z.string().exactOptional(),
  lifecycle: z.enum(LIFECYCLES).exactOptional(),
  sunset: DateText.exactOptional(),
  replacedBy: z.string().exactOptional(),
  approvedRisk: z.string().exactOptional(),
  contextTokens: Count.exactOptional(),
  capabilities: z.array(z.enum(MODEL_CAPABILITIES)).exactOptional(),
  latency: latency.exactOptional(),
  successRate: Fraction.exactOptional(),
  price: price.exactOptional(),
  regions: z.array(z.string()).min(1).exactOptional(),
});

/** Parses `catalog.yaml`. Strict: an unknown key is an error. */
export const CatalogDocument: z.ZodType<CatalogDocument> = z.strictObject({
  schema: z.literal("switchyard/catalog/v1"),
  asOf: DateText,
  providers: z.record(name, provider),
  sharedEdges: z.record(z.string(), z.array(z.string())).exactOptional(),
  models: z.record(
    z.string().regex(/^[a-z0-9-]+\/[^\s#]+$/, {
      error: "write a model as provider/model or provider/model@variant",
    }),
    model,
  ),
  quality: z
    .strictObject({
      artefact: z.string(),
      scores: z.record(z.string(), z.record(z.string(), Fraction)),
    })
    .exactOptional(),
});
