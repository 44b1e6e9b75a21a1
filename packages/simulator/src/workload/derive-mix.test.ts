import { ConfigurationError, DocumentError, type PolicyInput } from "@switchyard/contract";
import { plan } from "@switchyard/policy";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { aPolicyInput, bundleOf, shippedBundle } from "./arbitraries.ts";
import { deriveMix } from "./derive-mix.ts";
import type { Mix, TrafficClass } from "./traffic-class.ts";

const EPOCH_MS = Date.UTC(2026, 10, 24, 9);

function shareOf(mix: Mix, isMeant: (traffic: TrafficClass) => boolean): number {
  return mix.classes.filter(isMeant).reduce((sum, { share }) => sum + share, 0);
}

test("every class reaches its route by first match and has an endpoint there", () => {
  fc.assert(
    fc.property(aPolicyInput(), (input) => {
      const { bundle } = bundleOf(input);
      const mix = tryMix(input);
      if (mix === undefined) return;
      for (const { route, endpoints, share, ...words } of mix.classes) {
        const facts = { workload: "small", contextTokens: 1500, capabilities: [], overrides: {} };
        const planned = plan(bundle, { ...words, ...facts }, EPOCH_MS);
        expect(planned.route).toBe(route);
        expect(planned.rungs[0]?.endpoints).toEqual(endpoints);
        expect(endpoints.length).toBeGreaterThan(0);
        expect(share).toBeGreaterThan(0);
      }
      expect(shareOf(mix, () => true)).toBeCloseTo(1, 9);
      expect(mix.unservable.every(({ codes }) => codes.length > 0)).toBe(true);
    }),
  );
});

function tryMix(input: PolicyInput): Mix | undefined {
  try {
    return deriveMix(bundleOf(input).bundle, { epochMs: EPOCH_MS });
  } catch (error) {
    if (error instanceof ConfigurationError) return undefined;
    throw error;
  }
}

test("intents are equally frequent, each risk half of the one below, most have the default residency", () => {
  const { bundle } = shippedBundle("policy.yaml");
  const mix = deriveMix(bundle, { epochMs: EPOCH_MS });
  for (const intent of bundle.policy.domains.intents)
    expect(shareOf(mix, (traffic) => traffic.intent === intent)).toBeCloseTo(0.2, 9);
  const low = shareOf(mix, ({ intent, risk }) => intent === "faq" && risk === "low");
  const medium = shareOf(mix, ({ intent, risk }) => intent === "faq" && risk === "medium");
  expect(low / medium).toBeCloseTo(2, 9);
  expect(shareOf(mix, ({ residency }) => residency === "any")).toBeCloseTo(0.7, 9);
  expect(shareOf(mix, ({ locale }) => locale === "ja")).toBeCloseTo(0.25, 9);
  expect(shareOf(mix, ({ segment }) => segment === "pro")).toBeCloseTo(1 / 3, 9);
});

test("intended gaps and internal routes get no traffic", () => {
  const mix = deriveMix(shippedBundle("policy.yaml").bundle, { epochMs: EPOCH_MS });
  expect(shareOf(mix, ({ route }) => route === "judging")).toBe(0);
  expect(shareOf(mix, ({ intent, risk }) => intent === "faq" && risk === "high")).toBe(0);
  expect(mix.unservable).toEqual([]);
  expect(mix.notices).toEqual([]);
});

test("slaMs is the nominal one, else the route's limit, moved past the slaBelow of earlier routes", () => {
  const shipped = deriveMix(shippedBundle("policy.yaml").bundle, { epochMs: EPOCH_MS });
  const slaMs = Object.fromEntries(
    shipped.classes.map((traffic) => [traffic.route, traffic.slaMs]),
  );
  expect(slaMs).toEqual({ quick: 2000, planning: 15_000, extraction: 10_000, regulated: 15_000 });

  const founding = deriveMix(shippedBundle("founding.yaml").bundle, { epochMs: EPOCH_MS });
  for (const { route, slaMs: waits } of founding.classes)
    expect(route === "fast" ? waits === 1999 : waits >= 2000).toBe(true);
  const faq = (route: string) =>
    shareOf(
      founding,
      (traffic) => traffic.intent === "faq" && traffic.risk === "low" && traffic.route === route,
    );
  expect(faq("fast")).toBeCloseTo(faq("reasoning"), 9);
  const high = shareOf(founding, ({ intent, risk }) => intent === "faq" && risk === "high");
  expect((faq("fast") + faq("reasoning")) / high).toBeCloseTo(4, 9);
});

const STRANDED: PolicyInput = {
  schema: "switchyard/policy/v1",
  name: "stranded",
  extends: "builtin/starter@1",
  domains: {
    intents: ["faq"],
    risks: ["low"],
    residencies: ["any", "eu"],
    defaults: { segment: "all", locale: "any", residency: "any" },
  },
  envelope: { residency: { eu: ["eu"] } },
  routes: [
    {
      id: "local",
      match: { intents: ["faq"], risks: ["low"] },
      candidates: ["ollama/qwen3"],
      limits: { latencyMax: "2s", qualityFloor: "unmeasured" },
    },
  ],
};

test("a class that no endpoint can ever serve is left out and listed with its reasons", () => {
  const mix = deriveMix(bundleOf(STRANDED).bundle, { epochMs: EPOCH_MS });
  expect(mix.classes.map(({ residency }) => residency)).not.toContain("eu");
  expect(shareOf(mix, () => true)).toBeCloseTo(1, 9);
  expect(mix.unservable).toEqual([
    {
      route: "local",
      intent: "faq",
      risk: "low",
      residency: "eu",
      slaMs: 2000,
      codes: ["residency-not-allowed"],
    },
  ]);
});

test("without a class that can be served the policy cannot be rehearsed, and the error says why", () => {
  const { bundle } = bundleOf(STRANDED);
  expect(() =>
    deriveMix(bundle, { epochMs: EPOCH_MS, overrides: { residencies: { any: 0 } } }),
  ).toThrow(/stranded has nothing to rehearse.*local takes faq at risk low.*residency-not-allowed/);
});

test("overrides replace the weights they name, and nothing else", () => {
  const { bundle } = shippedBundle("policy.yaml");
  const overrides = { intents: { faq: 4, extract: 0 }, risks: { medium: 1 }, locales: { ja: 0 } };
  const mix = deriveMix(bundle, { epochMs: EPOCH_MS, overrides });
  const faq = shareOf(mix, ({ intent }) => intent === "faq");
  expect(faq).toBeCloseTo(4 / 7, 9);
  expect(shareOf(mix, ({ intent }) => intent === "extract")).toBe(0);
  expect(shareOf(mix, ({ locale }) => locale === "ja")).toBe(0);
  expect(shareOf(mix, ({ intent, risk }) => intent === "faq" && risk === "low")).toBeCloseTo(
    faq / 2,
    9,
  );
});

test("an override of an unknown word names the nearest one and its place", () => {
  const { bundle } = shippedBundle("policy.yaml");
  const overrides = { intents: { faqs: 1 }, risks: { enormous: 2 } };
  const locate = (pointer: string) => ({ file: "s.yaml", line: pointer.length, column: 1 });
  const derive = () => deriveMix(bundle, { epochMs: EPOCH_MS, overrides, locate });
  expect(derive).toThrow(DocumentError);
  expect(derive).toThrow(/s\.yaml:17:1 .*no "faqs" among its intents; did you mean "faq"\?/);
  expect(derive).toThrow(/no "enormous" among its risks; use one of low, medium, high/);
});

test("a world of too many words is cut, and the cut is told", () => {
  const { bundle } = shippedBundle("starter.yaml");
  const locales = Array.from({ length: 40_000 }, (_, index) => `l${index}`);
  const domains = { ...bundle.policy.domains, locales };
  const mix = deriveMix(
    { ...bundle, policy: { ...bundle.policy, domains } },
    { epochMs: EPOCH_MS },
  );
  expect(mix.classes.length).toBeLessThanOrEqual(100_000);
  expect(mix.notices).toEqual([
    "The derived mix uses the first 33333 of the policy's 40000 locales.",
  ]);
});
