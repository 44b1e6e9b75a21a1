import type { AskReceivedEvent, AttemptStartedEvent, Bundle } from "@switchyard/contract";
import * as fc from "fast-check";
import { plan } from "@switchyard/policy";
import { expect, test } from "vitest";
import { shippedBundle } from "../../workload/arbitraries.ts";
import { receivedEvent } from "./arbitraries.ts";
import { isForbidden } from "./is-forbidden.ts";

const { bundle } = shippedBundle("policy.yaml");

function attempt(model: string, region: string): AttemptStartedEvent {
  return {
    type: "attempt-started",
    atMs: 0,
    bundle: "0123456789ab",
    askId: "r-1",
    attemptId: "r-1/1",
    kind: "first",
    rung: "full",
    route: "quick",
    endpoint: `${model}#${region}`,
    model,
    provider: model.split("/")[0] ?? "",
    region,
    timeoutMs: 1000,
  };
}

function received(risk: string, residency = "any"): AskReceivedEvent {
  return { ...receivedEvent({ askId: "r-1", atMs: 0 }), risk, residency };
}

test("each rule of the envelope forbids a call by itself", () => {
  const isBad = (ask: AskReceivedEvent | undefined, model: string, region: string) =>
    isForbidden(bundle, ask, attempt(model, region));

  expect(isBad(received("low"), "openai/gpt-6-luna", "us")).toBe(false);
  expect(isBad(received("low", "eu"), "openai/gpt-6-luna", "us")).toBe(true);
  expect(isBad(received("high"), "openai/gpt-6-luna", "us")).toBe(true);
  expect(isBad(received("high"), "openai/gpt-6-sol", "us")).toBe(false);
  expect(isBad(received("medium"), "google/gemini-3.5-flash-lite", "us")).toBe(true);
  expect(isBad(received("low"), "google/gemini-3.5-flash-lite", "us")).toBe(false);
  expect(isBad(received("low"), "openai/gpt-6-unknown", "us")).toBe(true);
  expect(isBad(received("low"), "openai/gpt-6-luna", "mars")).toBe(true);
  expect(isBad(undefined, "openai/gpt-6-luna", "us")).toBe(true);
});

test("a denied provider and one that retains data are forbidden where the risk says so", () => {
  const openai = bundle.catalog.providers["openai"];
  if (openai === undefined) throw new Error("The shipped catalogue has openai.");
  const providers = { ...bundle.catalog.providers, openai: { ...openai, zeroRetention: false } };
  const retaining: Bundle = { ...bundle, catalog: { ...bundle.catalog, providers } };
  const denying: Bundle = {
    ...bundle,
    policy: {
      ...bundle.policy,
      envelope: { ...bundle.policy.envelope, denyProviders: { high: ["openai"] } },
    },
  };
  const sol = attempt("openai/gpt-6-sol", "us");
  expect(isForbidden(retaining, received("high"), sol)).toBe(true);
  expect(isForbidden(retaining, received("low"), sol)).toBe(false);
  expect(isForbidden(denying, received("high"), sol)).toBe(true);
  expect(isForbidden(denying, received("medium"), sol)).toBe(false);
});

test("what the planner offers is never forbidden", () => {
  const { intents, risks, residencies } = bundle.policy.domains;
  const aClass = fc.record({
    intent: fc.constantFrom(...intents),
    risk: fc.constantFrom(...risks),
    residency: fc.constantFrom(...residencies),
  });
  fc.assert(
    fc.property(aClass, ({ intent, risk, residency }) => {
      const facts = { segment: "free", locale: "en", slaMs: 15_000, contextTokens: 1000 };
      const rest = { workload: "small", capabilities: [], overrides: {} };
      const { rungs } = plan(
        bundle,
        { intent, risk, residency, ...facts, ...rest },
        Date.UTC(2026, 10),
      );
      const ask = received(risk, residency);
      for (const { model, region } of rungs.flatMap(({ endpoints }) => endpoints))
        expect(isForbidden(bundle, ask, attempt(model, region))).toBe(false);
    }),
  );
});
