import type {
  Bundle,
  Capability,
  Catalog,
  Model,
  Policy,
  RequestClass,
  Route,
} from "@switchyard/contract";

/** 2026-11-24T12:00:00Z. */
export const NOON_MS = 1_795_521_600_000;

/**
 * The founding rule as a bundle of three routes: high risk to the secure model, FAQ or summary
 * under two seconds to the fast one, everything else to the reasoning one.
 */
export function foundingBundle(): Bundle {
  return { hash: "5".repeat(64), policy: foundingPolicy(), catalog: foundingCatalog() };
}

/** A bundle, by default the founding one, with some facts of a model changed. */
export function foundingWithModel(
  id: string,
  change: Partial<Model>,
  bundle: Bundle = foundingBundle(),
): Bundle {
  const model = bundle.catalog.models[id];
  if (model === undefined) throw new Error(`no model ${id}`);
  const models = { ...bundle.catalog.models, [id]: { ...model, ...change } };
  return { ...bundle, catalog: { ...bundle.catalog, models } };
}

/** A bundle, by default the founding one, with some decisions of its route `index` changed. */
export function foundingWithRoute(
  index: number,
  change: Partial<Route>,
  bundle: Bundle = foundingBundle(),
): Bundle {
  const routes = bundle.policy.routes.map((route) =>
    route.index === index ? Object.assign({}, route, change) : route,
  );
  return { ...bundle, policy: { ...bundle.policy, routes } };
}

/** An FAQ of low risk that must be answered within 1.8 seconds. */
export function foundingRequest(change: Partial<RequestClass> = {}): RequestClass {
  return {
    intent: "faq",
    risk: "low",
    segment: "free",
    locale: "other",
    residency: "any",
    slaMs: 1_800,
    contextTokens: 900,
    workload: "small",
    capabilities: [],
    overrides: {},
    ...change,
  };
}

function route(
  index: number,
  id: string,
  match: NonNullable<Route["match"]>,
  candidates: readonly string[],
): Route {
  return {
    id,
    index,
    match,
    internal: false,
    candidates,
    order: ["costPerSuccess"],
    limits: { latencyMsMax: 9_000, qualityFloor: 0.8, costPerTaskMicroUsdMax: 250_000 },
    requires: { capabilities: [], contextTokensMin: 0 },
    deterministic: false,
    gates: [],
    repairMax: 0,
    fallback: null,
    ladder: ["full", "constrained", "static"],
    lifecycle: "managed",
    owner: "a",
  };
}

function provider(id: string, zeroRetention: boolean): Bundle["catalog"]["providers"][string] {
  return { id, api: "openai", keys: [], zeroRetention, endpoints: { us: {}, eu: {} } };
}

function model(id: string, tier: string, msP95: number, rate: number): Model {
  const capabilities: readonly Capability[] = ["tools"];
  return {
    id,
    provider: id.split("/")[0] ?? id,
    wireName: id,
    tier,
    lifecycle: "managed",
    approvedRisk: "high",
    contextTokens: 200_000,
    capabilities,
    latency: { firstTokenMsP50: 300, msP50: msP95 / 2, msP95, outputTokensPerSecond: 100 },
    successRate: 0.95,
    prices: [
      {
        from: null,
        tiers: [
          {
            inputTokensFrom: 0,
            inputMicroUsdPerMTok: rate,
            cachedInputMicroUsdPerMTok: rate / 10,
            cacheWriteMicroUsdPerMTok: rate,
            outputMicroUsdPerMTok: rate * 4,
          },
        ],
      },
    ],
    regions: ["eu", "us"],
  };
}

function foundingPolicy(): Policy {
  const intents = ["faq", "summarize", "plan-workflow"];
  return {
    name: "founding",
    version: 3,
    owners: { policy: "a", product: "b", reliability: "c", spend: "d" },
    domains: {
      intents,
      risks: ["low", "high"],
      tiers: ["small", "medium", "premium"],
      segments: ["free"],
      locales: ["other"],
      residencies: ["any", "eu"],
      defaults: { segment: "free", locale: "other", residency: "any" },
      workloads: { small: { inputTokens: 1_500, outputTokens: 400 } },
    },
    envelope: {
      lifecycles: { low: ["managed", "deprecated"], high: ["managed"] },
      zeroRetention: ["high"],
      residency: { eu: ["eu"] },
      denyProviders: { high: ["google"] },
    },
    defaults: {
      attempts: { max: 3, perEndpoint: 2, retryOn: [] },
      retryBudget: { tokens: 10, ratio: 0.1 },
      timeouts: { connectMs: 2_000, firstTokenMs: 6_000, idleMs: 4_000, totalMs: 20_000 },
      breaker: {
        consecutiveFailures: 5,
        windowMs: 30_000,
        failureRate: 0.5,
        slowCallMs: 10_000,
        slowCallRate: 0.8,
        callsMin: 20,
        openForMs: 15_000,
        halfOpenProbes: 2,
      },
    },
    routes: [
      route(0, "secure", { intents, risks: ["high"] }, ["anthropic/secure", "google/fast"]),
      route(1, "fast", { intents: ["faq", "summarize"], risks: ["low"], slaMsBelow: 2_000 }, [
        "google/fast",
        "openai/fast",
      ]),
      route(2, "reasoning", { intents, risks: ["low"] }, ["openai/reasoning"]),
    ],
    intendedGaps: [],
    budgets: [],
    ladder: {
      full: { tierDown: 0, qualityFloorLower: 0 },
      constrained: { tierDown: 1, qualityFloorLower: 0.03 },
      static: { text: "Later.", retryAfterMs: 60_000 },
    },
  };
}

function foundingCatalog(): Catalog {
  return {
    asOf: "2026-11-24",
    providers: {
      openai: provider("openai", true),
      anthropic: provider("anthropic", true),
      google: provider("google", false),
    },
    sharedEdges: {},
    models: {
      "openai/fast": model("openai/fast", "small", 1_600, 2_000_000),
      "google/fast": model("google/fast", "small", 900, 1_000_000),
      "openai/reasoning": model("openai/reasoning", "premium", 7_000, 10_000_000),
      "anthropic/secure": model("anthropic/secure", "premium", 7_600, 10_000_000),
    },
    quality: {
      faq: { "openai/fast": 0.9, "google/fast": 0.81, "anthropic/secure": 0.95 },
      summarize: { "openai/fast": 0.88, "google/fast": 0.82 },
      "plan-workflow": { "openai/reasoning": 0.93, "anthropic/secure": 0.94 },
    },
  };
}
