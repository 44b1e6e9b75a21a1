import type {
  Bundle,
  CatalogDocument,
  DecisionState,
  PolicyInput,
  RequestClass,
} from "@switchyard/contract";
import { openBundle } from "@switchyard/sdk";

/** A policy of some size, and what is decided by it. */
export interface DecisionCase {
  readonly bundle: Bundle;
  /** Asked one after the other, over and over: so many that no branch is learnt by heart. */
  readonly requests: readonly RequestClass[];
  readonly state: DecisionState;
  readonly epochMs: number;
}

const REQUESTS = 1_024;
const RISKS = ["low", "medium", "high"] as const;
const CAPABILITIES = ["tools", "structured-output", "vision"] as const;

/** Every route lists every model; each model has rules that some requests break. */
export function createDecisionCase(routes: number, models: number): DecisionCase {
  const intents = Array.from({ length: routes }, (_, index) => `intent-${index}`);
  const names = Array.from({ length: models }, (_, index) => `host-${index % 4}/model-${index}`);
  const { bundle } = openBundle({
    policy: policyOf(intents, names),
    catalog: catalogOf(intents, names),
  });
  return {
    bundle,
    requests: Array.from({ length: REQUESTS }, (_, index) => requestOf(index, intents)),
    state: {
      breakers: { [`${names[5] ?? ""}#us`]: "open" },
      attempts: {},
      absent: {},
      latencyMsP95: {},
      remainingMs: 9_000,
    },
    epochMs: Date.UTC(2026, 10, 25),
  };
}

function requestOf(index: number, intents: readonly string[]): RequestClass {
  return {
    intent: intents[(index * 7) % intents.length] ?? "",
    risk: RISKS[index % RISKS.length] ?? "low",
    segment: "free",
    locale: "other",
    residency: "any",
    slaMs: 1_000 + ((index * 379) % 8_000),
    contextTokens: (index * 997) % 40_000,
    workload: "small",
    capabilities: index % 4 === 0 ? [CAPABILITIES[index % CAPABILITIES.length] ?? "tools"] : [],
    overrides: {},
  };
}

function policyOf(intents: readonly string[], candidates: readonly string[]): PolicyInput {
  return {
    schema: "switchyard/policy/v1",
    name: "decisions",
    extends: "builtin/starter@1",
    domains: { intents: [...intents], risks: [...RISKS] },
    routes: intents.map((intent) => ({
      id: `route-${intent}`,
      match: { intents: [intent], risks: [...RISKS] },
      candidates: [...candidates],
      order: ["costPerSuccess", "model", "region"],
      limits: { latencyMax: "9s", qualityFloor: 0.8 },
    })),
    budgets: [],
  };
}

function catalogOf(intents: readonly string[], names: readonly string[]): CatalogDocument {
  const scores = Object.fromEntries(names.map((name) => [name, 0.9]));
  const host = { api: "openai", keys: [], zeroRetention: true, endpoints: { us: {} } } as const;
  return {
    schema: "switchyard/catalog/v1",
    asOf: "2026-11-24",
    providers: { "host-0": host, "host-1": host, "host-2": host, "host-3": host },
    models: Object.fromEntries(names.map((name, index) => [name, modelOf(index)])),
    quality: {
      artefact: "none",
      scores: Object.fromEntries(intents.map((intent) => [intent, scores])),
    },
  };
}

function modelOf(index: number): CatalogDocument["models"][string] {
  return {
    tier: "small",
    lifecycle: "managed",
    approvedRisk: RISKS[index % RISKS.length] ?? "low",
    contextTokens: index % 2 === 0 ? 200_000 : 32_000,
    capabilities: CAPABILITIES.filter((_, bit) => (index & (1 << bit)) !== 0),
    latency: {
      firstTokenP50: "200ms",
      p50: `${500 + (index % 10) * 300}ms`,
      p95: `${1_000 + (index % 10) * 700}ms`,
      outputTokensPerSecond: 100,
    },
    successRate: 0.9 + (index % 10) / 100,
    price: { inputPerMTok: `$${1 + (index % 7)}`, outputPerMTok: `$${4 + (index % 5)}` },
  };
}
