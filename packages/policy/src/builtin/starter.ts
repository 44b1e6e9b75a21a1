import type { Preset } from "./preset.ts";

/**
 * `builtin/starter@1`: every decision that a first policy can leave for later. It claims no
 * survival of a lost provider, and its budget defaults to one cap per day over everything.
 */
export const STARTER: Preset = {
  document: {
    version: 1,
    owners: { policy: "owner", product: "owner", reliability: "owner", spend: "owner" },
    domains: {
      tiers: ["small", "medium", "premium"],
      segments: ["all"],
      locales: ["any"],
      residencies: ["any"],
      defaults: { segment: "all", locale: "any", residency: "any" },
      workloads: {
        small: { inputTokens: 1500, outputTokens: 400 },
        large: { inputTokens: 20_000, outputTokens: 1500 },
      },
    },
    envelope: { lifecycles: {}, zeroRetention: [], residency: {}, denyProviders: {} },
    defaults: {
      attempts: {
        max: 3,
        perEndpoint: 2,
        retryOn: ["rate-limited", "overloaded", "server-error", "network"],
      },
      retryBudget: { tokens: 10, ratio: 0.1 },
      timeouts: { connect: "2s", firstToken: "6s", idle: "4s", total: "20s" },
      breaker: {
        consecutiveFailures: 5,
        window: "30s",
        failureRate: "50%",
        slowCall: "10s",
        slowCallRate: "80%",
        callsMin: 20,
        openFor: "15s",
        halfOpenProbes: 2,
      },
      order: ["costPerSuccess", "p95", "model", "region"],
      route: {
        limits: { costPerTaskMax: "$0.25" },
        requires: { capabilities: [], contextTokensMin: 0 },
        gates: ["non-empty", "not-refusal"],
        fallback: "none",
        ladder: ["full", "static"],
        lifecycle: "managed",
        owner: "owner",
      },
      budget: {
        scope: "all",
        window: "day",
        timezone: "UTC",
        alerts: ["50%", "80%", "95%"],
        onLedgerDown: "fail-closed",
      },
    },
    intendedGaps: [],
    budgets: [],
    ladder: {
      full: {},
      constrained: { tierDown: 1, qualityFloorLower: 0.03 },
      static: {
        text: "We cannot answer this right now. Please try again in a few minutes.",
        retryAfter: "5m",
      },
      hysteresis: { enterAfterFailures: 3, leaveAfter: "1m" },
    },
    contingency: {
      nominal: {
        sla: { default: "latencyMax" },
        contextTokens: 8000,
        capabilities: "as-required",
        workloads: "all",
      },
      domains: ["model", "provider", "region", "provider/region", "sharedEdge"],
      require: [],
      accept: [],
    },
  },
  lifecycles: {
    lowestRisk: ["experimental", "managed", "deprecated"],
    otherRisks: ["managed"],
  },
};
