import type {
  CatalogDocument,
  PolicyInput,
  RequestClass,
  RouteDocument,
} from "@switchyard/contract";
import { createBundle, loadCatalog, loadPolicy, type LoadedBundle } from "@switchyard/policy";

/** Three providers, one region each; `gamma/strong` is dearer and a tier higher. */
export const CATALOG: CatalogDocument = {
  schema: "switchyard/catalog/v1",
  asOf: "2026-11-24",
  providers: {
    alpha: { api: "openai", keys: ["ALPHA_KEY"], zeroRetention: true, endpoints: { us: {} } },
    beta: { api: "openai", keys: ["BETA_KEY"], zeroRetention: true, endpoints: { us: {} } },
    gamma: { api: "openai", keys: ["GAMMA_KEY"], zeroRetention: true, endpoints: { us: {} } },
  },
  models: {
    "alpha/quick": model("small", "1s", "$1", "$4", 100_000),
    "beta/quick": model("small", "1s", "$2", "$8", 100_000),
    "gamma/strong": model("medium", "2s", "$5", "$20", 400_000),
  },
  quality: {
    artefact: "none",
    scores: { faq: { "alpha/quick": 0.9, "beta/quick": 0.9, "gamma/strong": 0.95 } },
  },
};

function model(
  tier: string,
  p95: string,
  inputPerMTok: string,
  outputPerMTok: string,
  contextTokens: number,
): CatalogDocument["models"][string] {
  return {
    tier,
    lifecycle: "managed",
    approvedRisk: "high",
    contextTokens,
    capabilities: ["tools", "structured-output", "vision"],
    latency: { firstTokenP50: "200ms", p50: "500ms", p95, outputTokensPerSecond: 100 },
    successRate: 1,
    price: { inputPerMTok, outputPerMTok },
  };
}

/** The sample catalogue with a limit on the calls in flight of each provider. */
export function catalogWith(concurrencyMax: number): CatalogDocument {
  const { providers } = CATALOG;
  const limited = Object.entries(providers).map(([id, provider]) => [
    id,
    { ...provider, endpoints: { us: { concurrencyMax } } },
  ]);
  return { ...CATALOG, providers: Object.fromEntries(limited) };
}

const LIMITS = { latencyMax: "10s", qualityFloor: "unmeasured", costPerTaskMax: "$1" } as const;

/**
 * `quick` lists all three models and ends in a static text; `bare` does not, and lists one;
 * `strict` is deterministic and has gates.
 */
export const POLICY = {
  schema: "switchyard/policy/v1",
  name: "sample",
  extends: "builtin/starter@1",
  domains: {
    intents: ["faq", "write", "extract", "rest"],
    risks: ["low"],
    tiers: ["small", "medium"],
    segments: ["free", "pro"],
    locales: ["en", "other"],
    residencies: ["any", "us"],
    defaults: { segment: "free", locale: "other", residency: "any" },
    workloads: {
      small: { inputTokens: 1_000, outputTokens: 500 },
      large: { inputTokens: 20_000, outputTokens: 1_000 },
    },
  },
  envelope: { residency: { us: ["us"] } },
  defaults: {
    attempts: {
      max: 4,
      perEndpoint: 2,
      retryOn: ["rate-limited", "overloaded", "server-error", "network"],
    },
    retryBudget: { tokens: 10, ratio: 0.1 },
    timeouts: { connect: "2s", firstToken: "6s", idle: "4s", total: "20s" },
    breaker: {
      consecutiveFailures: 3,
      window: "30s",
      failureRate: "50%",
      slowCall: "5s",
      slowCallRate: "80%",
      callsMin: 20,
      openFor: "15s",
      halfOpenProbes: 1,
    },
  },
  routes: [
    {
      id: "quick",
      match: { intents: ["faq"], risks: ["low"] },
      candidates: ["alpha/quick", "beta/quick", "gamma/strong"],
      order: ["listed"],
      limits: LIMITS,
      gates: ["non-empty"],
      ladder: ["full", "constrained", "summary", "static"],
    },
    {
      id: "bare",
      match: { intents: ["write"], risks: ["low"] },
      candidates: ["alpha/quick"],
      order: ["listed"],
      limits: LIMITS,
      gates: [],
      ladder: ["full"],
    },
    {
      id: "strict",
      match: { intents: ["extract"], risks: ["low"] },
      candidates: ["alpha/quick", "gamma/strong"],
      order: ["listed"],
      limits: LIMITS,
      deterministic: true,
      gates: ["non-empty", "not-truncated", { schema: "request" }],
      output: { tokensMax: 300 },
      ladder: ["full", "static"],
    },
  ],
  intendedGaps: [{ intents: ["rest"], risks: ["low"], reason: "nobody asks for the rest" }],
  budgets: [
    { id: "day", cap: "$1", window: "day", timezone: "UTC" },
    { id: "alpha", cap: "$0.50", scope: { provider: "alpha" }, window: "rolling-1h" },
  ],
  ladder: {
    full: {},
    constrained: { tierDown: 1 },
    summary: { instruction: "Answer shortly.", outputTokensMax: 100 },
    static: { text: "Please try again later.", retryAfter: "5m" },
  },
} as const satisfies PolicyInput;

/** The sample, with some of the policy's keys replaced. */
export function sampleBundle(
  changes: Partial<PolicyInput> = {},
  catalog: CatalogDocument = CATALOG,
): LoadedBundle {
  return createBundle(loadPolicy({ ...POLICY, ...changes }), loadCatalog(catalog));
}

/** The sample as it is. */
export const SAMPLE: LoadedBundle = sampleBundle();

/** The sample's routes, with hedges on the first. */
export function hedgedPolicy(hedge: NonNullable<RouteDocument["hedge"]>): Partial<PolicyInput> {
  const [quick, ...others] = POLICY.routes;
  return { routes: [{ ...quick, hedge }, ...others] };
}

/** A request that the sample's route `quick` takes. */
export const A_CLASS: RequestClass = {
  intent: "faq",
  risk: "low",
  segment: "free",
  locale: "other",
  residency: "any",
  slaMs: 10_000,
  contextTokens: 100,
  workload: "small",
  capabilities: [],
  overrides: {},
};
