import type { CatalogDocument, PolicyDocument, SwitchyardEvent } from "@switchyard/contract";
import { expect, test } from "vitest";
import { createComplianceChecker, type ComplianceRule } from "./compliance.ts";

const latency = { firstTokenP50: "1s", p50: "1s", p95: "2s", outputTokensPerSecond: 50 };

const CATALOG: CatalogDocument = {
  schema: "switchyard/catalog/v1",
  asOf: "2026-11-24",
  providers: {
    alpha: {
      api: "openai",
      keys: ["ALPHA_KEY"],
      zeroRetention: true,
      endpoints: { us: {}, eu: {} },
    },
    beta: { api: "openai", keys: ["BETA_KEY"], zeroRetention: false, endpoints: { eu: {} } },
  },
  models: {
    "alpha/big": { lifecycle: "managed", approvedRisk: "high", latency },
    "alpha/big@low": { of: "alpha/big", approvedRisk: "low" },
    "alpha/new": { lifecycle: "experimental", approvedRisk: "high", latency },
    "beta/big": { lifecycle: "managed", approvedRisk: "high", latency },
    "alpha/other": { lifecycle: "managed", approvedRisk: "high", latency },
  },
};

const route = {
  limits: { latencyMax: "9s", qualityFloor: 0.5, costPerTaskMax: "$1" },
  requires: { capabilities: [], contextTokensMin: 0 },
  gates: [],
  ladder: ["full"],
  lifecycle: "managed",
  owner: "platform",
} as const;

const POLICY = {
  schema: "switchyard/policy/v1",
  name: "p",
  version: 1,
  owners: { policy: "a", product: "a", reliability: "a", spend: "a" },
  domains: {
    intents: ["faq"],
    risks: ["low", "high"],
    tiers: ["small"],
    segments: ["all"],
    locales: ["en"],
    residencies: ["any", "eu"],
    defaults: { segment: "all", locale: "en", residency: "any" },
    workloads: { small: { inputTokens: 10, outputTokens: 10 } },
  },
  envelope: {
    lifecycles: { low: ["experimental", "managed"], high: ["managed"] },
    zeroRetention: ["high"],
    residency: { eu: ["eu"] },
    denyProviders: { low: ["beta"] },
  },
  routes: [
    {
      id: "main",
      match: { intents: ["faq"], risks: ["low", "high"] },
      candidates: ["alpha/big", "alpha/big@low", "alpha/new"],
      fallback: "more",
      ...route,
    },
    {
      id: "more",
      match: { intents: ["faq"], risks: ["low", "high"] },
      candidates: ["beta/big"],
      fallback: "none",
      ...route,
    },
  ],
  intendedGaps: [],
  budgets: [],
  ladder: { full: {} },
  defaults: {
    attempts: { max: 3, perEndpoint: 2, retryOn: [] },
    retryBudget: { tokens: 10, ratio: 0.1 },
    timeouts: { connect: "1s", firstToken: "1s", idle: "1s", total: "1s" },
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
    order: ["listed"],
  },
} as const satisfies PolicyDocument;

const base = { atMs: 0, bundle: "0123456789ab", askId: "r-1" };

function received(risk: string, residency: string): SwitchyardEvent {
  const sizes = { slaMs: 1000, contextTokens: 1, workload: "small", capabilities: [] };
  const who = { intent: "faq", segment: "all", locale: "en", risk, residency };
  return { ...base, type: "ask-received", taskId: "r-1", ...who, ...sizes };
}

function started(endpoint: string): SwitchyardEvent {
  const [model = "", region = ""] = endpoint.split("#");
  const provider = model.split("/")[0] ?? "";
  const call = { attemptId: "r-1/1", kind: "first", rung: "full", timeoutMs: 1 } as const;
  return {
    ...base,
    type: "attempt-started",
    ...call,
    route: "main",
    endpoint,
    model,
    provider,
    region,
  };
}

function rulesOf(risk: string, residency: string, endpoint: string): readonly ComplianceRule[] {
  const checker = createComplianceChecker({ policy: POLICY, catalog: CATALOG });
  checker.record(received(risk, residency));
  checker.record(started(endpoint));
  return checker.violations().map(({ rule }) => rule);
}

test("a call that every rule allows is no violation", () => {
  expect(rulesOf("high", "eu", "alpha/big#eu")).toEqual([]);
  expect(rulesOf("low", "any", "alpha/new#us")).toEqual([]);
});

test.each([
  ["low", "any", "beta/big#eu", ["provider-denied"]],
  ["high", "any", "alpha/big@low#us", ["risk-not-approved"]],
  ["high", "any", "alpha/new#us", ["lifecycle-not-allowed"]],
  ["high", "any", "beta/big#eu", ["retention-required"]],
  ["high", "eu", "alpha/big#us", ["residency-not-allowed"]],
  ["high", "any", "alpha/other#us", ["not-a-candidate"]],
  ["high", "any", "alpha/big#moon", ["unknown-endpoint"]],
] as const)("risk %s, residency %s on %s breaks %j", (risk, residency, endpoint, rules) => {
  expect(rulesOf(risk, residency, endpoint)).toEqual(rules);
});

test("a model approved to a class that the policy leaves out is placed on the common scale", () => {
  const lowOnly = { ...POLICY, domains: { ...POLICY.domains, risks: ["low"] } };
  const checker = createComplianceChecker({ policy: lowOnly, catalog: CATALOG });
  checker.record(received("low", "any"));
  checker.record(started("alpha/big#us"));

  expect(checker.violations()).toEqual([]);
});

test("a call for no open ask and an answer without a call are violations", () => {
  const checker = createComplianceChecker({ policy: POLICY, catalog: CATALOG });
  checker.record(started("alpha/big#us"));
  checker.record(received("low", "any"));
  checker.record({
    ...base,
    type: "ask-answered",
    taskId: "r-1",
    route: "main",
    rung: "full",
    endpoint: "alpha/big#us",
    latencyMs: 1,
    slaMs: 1000,
    insideSla: true,
    costMicroUsd: 0,
    attempts: 1,
    why: "first-choice",
    unmeasured: false,
  });

  expect(checker.violations().map(({ rule }) => rule)).toEqual([
    "unknown-ask",
    "answered-without-attempt",
  ]);
});
