import type { RequestClass } from "@switchyard/contract";
import { expect, test } from "vitest";
import { plan } from "../plan/plan.ts";
import { costPerSuccessMicroUsd } from "../price/cost-per-success.ts";
import { shippedCatalog, shippedSource } from "./arbitraries.ts";
import { createBundle, type LoadedBundle } from "./create-bundle.ts";
import { loadPolicy } from "./load-policy.ts";

const NOW = Date.parse("2026-11-24T12:00:00Z");

const shippedBundle = (file: string): LoadedBundle =>
  createBundle(loadPolicy(shippedSource(file)), shippedCatalog());

const aRequest = (
  { bundle }: LoadedBundle,
  intent: string,
  risk: string,
  slaMs: number,
): RequestClass => ({
  intent,
  risk,
  ...bundle.policy.domains.defaults,
  slaMs,
  contextTokens: 2000,
  workload: "small",
  capabilities: [],
  overrides: {},
});

test.each(["policy.yaml", "starter.yaml", "founding.yaml"])("%s loads", (file) => {
  expect(shippedBundle(file).bundle.hash).toMatch(/^[0-9a-f]{64}$/);
});

test("no shipped route lists a candidate that its floor keeps out for want of a score", () => {
  for (const file of ["policy.yaml", "starter.yaml", "founding.yaml"]) {
    const messages = shippedBundle(file).warnings.map(({ message }) => message);
    expect(messages.filter((message) => message.includes("has no score"))).toEqual([]);
  }
});

test.each([
  ["high risk goes to the secure model", "faq", "high", 1900, "secure"],
  ["high risk goes to the secure model, however slow", "plan-workflow", "high", 20_000, "secure"],
  ["a quick FAQ goes to the fast one", "faq", "low", 1999, "fast"],
  ["a quick summary goes to the fast one", "summarize", "medium", 1700, "fast"],
  ["a FAQ that may take two seconds goes to the reasoning one", "faq", "low", 2000, "reasoning"],
  ["everything else goes to the reasoning one", "plan-workflow", "low", 1900, "reasoning"],
  ["regulated answers of less risk do too", "regulated-answer", "medium", 8000, "reasoning"],
])("the founding rule: %s", (_rule, intent, risk, slaMs, route) => {
  const founding = shippedBundle("founding.yaml");

  expect(plan(founding.bundle, aRequest(founding, intent, risk, slaMs), NOW).route).toBe(route);
});

test("each founding route has an endpoint for what it takes", () => {
  const founding = shippedBundle("founding.yaml");
  const cases = [
    ["faq", "high", 9000],
    ["summarize", "medium", 1900],
    ["plan-workflow", "medium", 15_000],
  ] as const;

  for (const [intent, risk, slaMs] of cases) {
    const { rungs } = plan(founding.bundle, aRequest(founding, intent, risk, slaMs), NOW);
    expect(rungs[0]?.endpoints).not.toHaveLength(0);
  }
});

test("the starter's fast route has both its candidates within two seconds", () => {
  const starter = shippedBundle("starter.yaml");

  const { rungs } = plan(starter.bundle, aRequest(starter, "faq", "low", 2000), NOW);

  expect(new Set(rungs[0]?.endpoints.map(({ model }) => model))).toEqual(
    new Set(["openai/gpt-6-luna", "ollama/qwen3"]),
  );
});

test("a server of one's own is not free: its answers cost more than the smallest hosted model's", () => {
  const { bundle } = shippedBundle("starter.yaml");
  const { models } = bundle.catalog;
  const [qwen, luna] = [models["ollama/qwen3"], models["openai/gpt-6-luna"]].map((model) => {
    const workload = bundle.policy.domains.workloads["small"];
    return model && workload ? costPerSuccessMicroUsd(model, workload, NOW) : 0;
  });

  expect(luna).toBeGreaterThan(0);
  expect(qwen).toBeGreaterThan(luna ?? 0);
});
