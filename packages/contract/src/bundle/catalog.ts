import type {
  Api,
  Lifecycle,
  ModelCapability,
  ReasoningEffort,
} from "../documents/catalog-document.ts";

/** One region of a provider. */
export interface ProviderEndpoint {
  /** Base URL, `${NAME}` still unread. Absent: the provider's public one. */
  readonly baseUrl?: string;
  /** Calls in flight at once, at most. Absent: unlimited. */
  readonly concurrencyMax?: number;
}

export interface Provider {
  readonly id: string;
  readonly api: Api;
  /** Names of environment variables. Empty: no key is needed. */
  readonly keys: readonly string[];
  readonly zeroRetention: boolean;
  /** By region. */
  readonly endpoints: Readonly<Record<string, ProviderEndpoint>>;
}

/** Rates that hold from a number of input tokens up, in micro-US-dollars per million tokens. */
export interface RateTier {
  /** The tier applies to a call with at least this many input tokens. The first is 0. */
  readonly inputTokensFrom: number;
  readonly inputMicroUsdPerMTok: number;
  readonly cachedInputMicroUsdPerMTok: number;
  readonly cacheWriteMicroUsdPerMTok: number;
  readonly outputMicroUsdPerMTok: number;
}

/** A price that holds from a date on. */
export interface DatedPrice {
  /** First day (UTC, `YYYY-MM-DD`) it holds; null: since ever. */
  readonly from: string | null;
  /** Ascending by `inputTokensFrom`; at least one. */
  readonly tiers: readonly RateTier[];
}

/** A model with all its facts resolved. */
export interface Model {
  /** `provider/model` or `provider/model@variant`. */
  readonly id: string;
  readonly provider: string;
  /** Its name on the wire. */
  readonly wireName: string;
  readonly reasoningEffort?: ReasoningEffort;
  readonly tier: string;
  readonly lifecycle: Lifecycle;
  /** First day (UTC) it is no longer served. */
  readonly sunset?: string;
  readonly replacedBy?: string;
  /** Highest risk class it may answer. */
  readonly approvedRisk: string;
  readonly contextTokens: number;
  readonly capabilities: readonly ModelCapability[];
  readonly latency: {
    readonly firstTokenMsP50: number;
    readonly msP50: number;
    readonly msP95: number;
    readonly outputTokensPerSecond: number;
  };
  /** Share of calls that end in an answer, 0 to 1. */
  readonly successRate: number;
  /** Ascending by date; at least one. */
  readonly prices: readonly DatedPrice[];
  /** Regions that serve it, in code-unit order. */
  readonly regions: readonly string[];
}

/** The resolved catalogue: what may be called and what is known of it. */
export interface Catalog {
  readonly asOf: string;
  readonly providers: Readonly<Record<string, Provider>>;
  readonly sharedEdges: Readonly<Record<string, readonly string[]>>;
  readonly models: Readonly<Record<string, Model>>;
  /** Lower bounds (95%) of quality: intent, then model. */
  readonly quality: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** A model in a region: the thing that is called, broken and priced. */
export interface Endpoint {
  /** `provider/model@variant#region`. */
  readonly id: string;
  readonly model: string;
  readonly provider: string;
  readonly region: string;
}
