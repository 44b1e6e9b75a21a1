import {
  CAPABILITIES,
  type Bundle,
  type Catalog,
  type Lifecycle,
  type Model,
  type Policy,
  type RequestClass,
  type Route,
} from "@switchyard/contract";

/** Draws whole numbers below a bound, by Lehmer's generator (Park and Miller, 1988). */
type Draw = (below: number) => number;

/** How large a generated bundle is. */
export interface BundleSize {
  readonly routes: number;
  readonly models: number;
  /** Candidates of a route. Default 8. */
  readonly candidates?: number;
}

const REGIONS = ["us", "eu", "ap"] as const;
const PROVIDERS = 8;

export function createDraw(seed: number): Draw {
  let state = (seed % 2_147_483_646) + 1;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** A bundle as large as asked, the same for the same seed: bounds are tight and routes overlap. */
export function aLargeBundle(size: BundleSize, seed = 1): Bundle {
  const draw = createDraw(seed);
  const intents = Array.from({ length: Math.max(4, size.routes >> 2) }, (_, at) => `intent-${at}`);
  const domains: Policy["domains"] = {
    intents,
    risks: ["low", "medium", "high"],
    tiers: ["small", "medium", "premium"],
    segments: ["free", "pro"],
    locales: ["en", "other"],
    residencies: ["any", "us", "eu"],
    defaults: { segment: "free", locale: "other", residency: "any" },
    workloads: {
      small: { inputTokens: 1_500, outputTokens: 400 },
      large: { inputTokens: 20_000, outputTokens: 1_500 },
    },
  };
  const catalog = someCatalog(draw, domains, size.models);
  const routes = Array.from({ length: size.routes }, (_, at) =>
    someRoute(draw, domains, catalog, size, at),
  );
  return { hash: "0".repeat(64), policy: somePolicy(domains, routes), catalog };
}

/** A request of the bundle's domains with numbers all over the place. */
export function someRequest({ policy: { domains } }: Bundle, draw: Draw): RequestClass {
  const of = (names: readonly string[]): string => names[draw(names.length)] ?? "";
  return {
    intent: of(domains.intents),
    risk: of(domains.risks),
    segment: of(domains.segments),
    locale: of(domains.locales),
    residency: of(domains.residencies),
    slaMs: 1 + draw(12_000),
    contextTokens: draw(140_000),
    workload: of(Object.keys(domains.workloads)),
    capabilities: CAPABILITIES.filter(() => draw(4) === 0),
    overrides: {},
  };
}

function someCatalog(draw: Draw, domains: Policy["domains"], models: number): Catalog {
  const ids = Array.from({ length: models }, (_, at) => `provider-${at % PROVIDERS}/model-${at}`);
  const provider = (at: number): Catalog["providers"][string] => ({
    id: `provider-${at}`,
    api: "openai",
    keys: [],
    zeroRetention: at % 4 !== 3,
    endpoints: Object.fromEntries(REGIONS.map((region) => [region, {}])),
  });
  const providers = Array.from({ length: PROVIDERS }, (_, at) => provider(at));
  return {
    asOf: "2026-11-24",
    providers: Object.fromEntries(providers.map((entry) => [entry.id, entry])),
    sharedEdges: { edge: ["provider-0", "provider-1"] },
    models: Object.fromEntries(ids.map((id, at) => [id, someModel(draw, id, at)])),
    quality: Object.fromEntries(
      domains.intents.map((intent) => [
        intent,
        Object.fromEntries(
          ids.flatMap((id) => (draw(12) === 0 ? [] : [[id, (60 + draw(40)) / 100] as const])),
        ),
      ]),
    ),
  };
}

function someModel(draw: Draw, id: string, at: number): Model {
  const lifecycles: readonly Lifecycle[] = ["managed", "managed", "managed", "experimental"];
  return {
    id,
    provider: `provider-${at % PROVIDERS}`,
    wireName: `model-${at}`,
    tier: ["small", "medium", "premium"][draw(3)] ?? "small",
    lifecycle: lifecycles[draw(4)] ?? "managed",
    approvedRisk: ["low", "medium", "high", "high"][draw(4)] ?? "low",
    contextTokens: 16_000 * 2 ** draw(7),
    capabilities: CAPABILITIES.filter(() => draw(4) > 0),
    latency: {
      firstTokenMsP50: 300,
      msP50: 600,
      msP95: 500 + 100 * draw(80),
      outputTokensPerSecond: 90,
    },
    successRate: (85 + draw(15)) / 100,
    prices: [
      {
        from: null,
        tiers: [
          {
            inputTokensFrom: 0,
            inputMicroUsdPerMTok: 50_000 + draw(5_000_000),
            cachedInputMicroUsdPerMTok: 10_000,
            cacheWriteMicroUsdPerMTok: 60_000,
            outputMicroUsdPerMTok: 200_000 + draw(20_000_000),
          },
        ],
      },
    ],
    regions: REGIONS.filter((_, region) => region === at % 3 || draw(2) === 0).toSorted(),
  };
}

function someRoute(
  draw: Draw,
  { intents, risks }: Policy["domains"],
  { models }: Catalog,
  { candidates = 8 }: BundleSize,
  index: number,
): Route {
  const ids = Object.keys(models);
  const first = draw(intents.length);
  const picked = new Set(Array.from({ length: candidates }, () => ids[draw(ids.length)] ?? ""));
  const own = intents[index % intents.length] ?? "";
  return {
    id: `route-${index}`,
    index,
    internal: false,
    match: {
      intents: [...new Set([own, intents[first] ?? ""])],
      risks: draw(3) === 0 ? risks.slice(0, 2) : risks.slice(draw(3)),
      ...(draw(3) === 0 && { residencies: ["any", "eu"] }),
      ...(draw(6) === 0 && { segments: ["pro"] }),
      ...(draw(6) === 0 && { slaMsBelow: 2_000 }),
    },
    candidates: [...picked],
    order: ["costPerSuccess", "p95", "model", "region"],
    limits: {
      latencyMsMax: 4_000 + 1_000 * draw(5),
      qualityFloor: (65 + draw(20)) / 100,
      costPerTaskMicroUsdMax: 20_000 + draw(300_000),
    },
    requires: {
      capabilities: draw(3) === 0 ? ["tools"] : [],
      contextTokensMin: 8_000,
    },
    deterministic: false,
    gates: [],
    repairMax: 0,
    fallback: draw(4) === 0 ? `route-${(index * 7 + 3) % (index + 5)}` : null,
    ladder: ["full", "constrained", "static"],
    ...(draw(3) === 0 && { outputTokensMax: 500 * (1 + draw(2)) }),
    lifecycle: "managed",
    owner: "platform",
  };
}

function somePolicy(domains: Policy["domains"], routes: readonly Route[]): Policy {
  return {
    name: "large",
    version: 1,
    owners: { policy: "a", product: "b", reliability: "c", spend: "d" },
    domains,
    envelope: {
      lifecycles: {
        low: ["experimental", "managed", "deprecated"],
        medium: ["managed"],
        high: ["managed"],
      },
      zeroRetention: ["high"],
      residency: { eu: ["eu"], us: ["us"] },
      denyProviders: { high: ["provider-7"] },
    },
    defaults: {
      attempts: { max: 3, perEndpoint: 2, retryOn: ["server-error"] },
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
    routes,
    intendedGaps: [],
    budgets: [],
    ladder: {
      full: { tierDown: 0, qualityFloorLower: 0 },
      constrained: { tierDown: 1, qualityFloorLower: 0.03 },
      static: { text: "Later.", retryAfterMs: 60_000 },
    },
    contingency: {
      nominal: {
        slaMs: Object.fromEntries(routes.map(({ id, limits }) => [id, limits.latencyMsMax])),
        contextTokens: 8_000,
        capabilities: "as-required",
        workloads: Object.keys(domains.workloads),
      },
      domains: ["model", "provider", "region", "provider/region", "sharedEdge"],
      require: [
        { lose: 1, of: "provider", risks: domains.risks, then: "served-at-floor" },
        { lose: 2, of: "provider", risks: ["high"], then: "rung-defined" },
      ],
      accept: [],
    },
  };
}
