import { createBundle, loadCatalog, loadPolicy } from "@switchyard/policy";
import { loadScenario } from "@switchyard/simulator";
import { describe, expect, test } from "vitest";
import { WRONG_ROUTERS } from "../fixtures/wrong-routers.ts";
import { breachesOf } from "../invariants/invariants.ts";
import { play } from "../play/play.ts";
import { checkPolicy, formatCheck } from "./check-policy.ts";

const model = {
  tier: "small",
  lifecycle: "managed",
  approvedRisk: "high",
  contextTokens: 100_000,
  capabilities: ["tools", "structured-output"],
  latency: { firstTokenP50: "100ms", p50: "300ms", p95: "700ms", outputTokensPerSecond: 200 },
  successRate: 1,
  price: { inputPerMTok: "$1", outputPerMTok: "$4" },
} as const;

const provider = { api: "openai", keys: ["KEY"], zeroRetention: true } as const;

/** Two risks of which the higher has one model of its own, an eu residency and a small budget. */
const BUNDLE = createBundle(
  loadPolicy({
    schema: "switchyard/policy/v1",
    name: "sample",
    extends: "builtin/starter@1",
    domains: {
      intents: ["faq"],
      risks: ["low", "high"],
      residencies: ["any", "eu"],
      defaults: { segment: "all", locale: "any", residency: "any" },
    },
    envelope: { residency: { eu: ["eu"] } },
    routes: [
      {
        id: "main",
        match: { intents: ["faq"], risks: ["low", "high"] },
        candidates: ["alpha/cheap", "alpha/good", "beta/good"],
        limits: { latencyMax: "9s", qualityFloor: 0.8, costPerTaskMax: "$1" },
        gates: ["non-empty"],
      },
    ],
    budgets: [{ id: "day", cap: "$0.02" }],
  }),
  loadCatalog({
    schema: "switchyard/catalog/v1",
    asOf: "2026-11-24",
    providers: {
      alpha: { ...provider, endpoints: { us: { baseUrl: "https://us.alpha.invalid/v1" } } },
      beta: {
        ...provider,
        endpoints: {
          eu: { baseUrl: "https://eu.beta.invalid/v1" },
          us: { baseUrl: "https://us.beta.invalid/v1" },
        },
      },
    },
    models: {
      "alpha/cheap": { ...model, price: { inputPerMTok: "$0.10", outputPerMTok: "$0.40" } },
      "alpha/good": model,
      "beta/good": model,
    },
    quality: {
      artefact: "none",
      scores: { faq: { "alpha/cheap": 0.5, "alpha/good": 0.9, "beta/good": 0.9 } },
    },
  }),
);

test("our router holds every invariant, and says how often it was tried", async () => {
  const check = await checkPolicy(BUNDLE, { numRuns: 100, seed: 1 });
  expect(check).toEqual({ ok: true, seed: 1, runs: 100 });
  expect(formatCheck(check)).toBe("Every invariant held: 100 rehearsals, seed 1.\n");
});

describe("a router that", () => {
  test.each(Object.entries(WRONG_ROUTERS))(
    "%s is caught in fewer than 200 runs, by at most three asks",
    async (_name, createAsk) => {
      const check = await checkPolicy(BUNDLE, { numRuns: 199, seed: 7, asksMax: 8, createAsk });
      expect(check.ok).toBe(false);
      expect(check.counterexample?.breaches.length).toBeGreaterThan(0);
      expect(check.counterexample?.scenario.workload.asks?.length).toBeLessThanOrEqual(3);
    },
  );
});

test("a counterexample is a scenario file that shows the breach again", async () => {
  const createAsk = WRONG_ROUTERS["ignores residency"];
  const check = await checkPolicy(BUNDLE, {
    numRuns: 199,
    seed: 7,
    ...(createAsk && { createAsk }),
  });
  const { counterexample } = check;
  expect(formatCheck(check)).toMatch(/envelope-never-widened: r-000001: residency-not-allowed/);
  const text = counterexample?.scenarioYaml ?? "";
  expect(loadScenario({ file: "found.yaml", text }).workload.asks).toHaveLength(1);
  const scenario = counterexample?.scenario;
  expect(scenario && breachesOf(await play({ bundle: BUNDLE, scenario }))).toEqual([]);
});
