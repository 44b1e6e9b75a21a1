import type { Plan, Reason } from "@switchyard/contract";
import { expect, test } from "vitest";
import {
  foundingBundle,
  foundingRequest,
  foundingWithModel,
  foundingWithRoute,
  NOON_MS,
} from "../explain/arbitraries.ts";
import { idsByRung } from "./arbitraries.ts";
import { plan, planRoute } from "./plan.ts";

const DAY_MS = 86_400_000;
const bundle = foundingBundle();

const fullRung = (planned: Plan): readonly string[] => idsByRung(planned)[0] ?? [];
const reasonsOf = (planned: Plan, id: string, rung = 0): readonly Reason[] =>
  planned.rungs[rung]?.rejections.find(({ endpoint }) => endpoint.id === id)?.reasons ?? [];

test("every rule that bars a candidate is listed, with both operands and the rule's pointer", () => {
  const planned = plan(
    foundingWithModel("google/fast", {
      approvedRisk: "low",
      lifecycle: "deprecated",
      contextTokens: 600,
    }),
    foundingRequest({
      risk: "high",
      residency: "eu",
      slaMs: 800,
      capabilities: ["vision"],
      overrides: { only: ["anthropic"], exclude: ["google/fast"], costMicroUsdMax: 1 },
    }),
    NOON_MS,
  );

  expect(reasonsOf(planned, "google/fast#us")).toEqual([
    {
      code: "lifecycle-not-allowed",
      have: "deprecated",
      need: ["managed"],
      pointer: "/envelope/lifecycles/high",
    },
    {
      code: "risk-not-approved",
      have: "low",
      need: "high",
      pointer: "catalog:/models/google~1fast/approvedRisk",
    },
    { code: "retention-required", have: false, need: true, pointer: "/envelope/zeroRetention" },
    {
      code: "provider-denied",
      have: "google",
      need: ["google"],
      pointer: "/envelope/denyProviders/high",
    },
    {
      code: "residency-not-allowed",
      have: "us",
      need: ["eu"],
      pointer: "/envelope/residency/eu",
    },
    {
      code: "capability-missing",
      have: ["tools"],
      need: ["vision"],
      pointer: "request:/capabilities",
    },
    { code: "context-too-small", have: 600, need: 1_300, pointer: "request:/contextTokens" },
    { code: "latency-over-limit", have: 900, need: 800, pointer: "request:/slaMs" },
    {
      code: "cost-over-ceiling",
      have: 3_263,
      need: 1,
      pointer: "request:/costMicroUsdMax",
    },
    {
      code: "excluded-by-request",
      have: "google/fast",
      need: ["anthropic"],
      pointer: "request:/only",
    },
    {
      code: "excluded-by-request",
      have: "google/fast",
      need: ["google/fast"],
      pointer: "request:/exclude",
    },
  ]);
});

test("a route's own limits name the route", () => {
  const planned = plan(
    foundingWithRoute(1, {
      requires: { capabilities: ["vision"], contextTokensMin: 300_000 },
      limits: { latencyMsMax: 500, qualityFloor: 0.95, costPerTaskMicroUsdMax: 100 },
    }),
    foundingRequest(),
    NOON_MS,
  );

  expect(reasonsOf(planned, "google/fast#eu")).toMatchObject([
    { code: "capability-missing", pointer: "/routes/1/requires/capabilities" },
    { code: "context-too-small", need: 300_000, pointer: "/routes/1/requires/contextTokensMin" },
    { code: "latency-over-limit", need: 500, pointer: "/routes/1/limits/latencyMax" },
    {
      code: "quality-below-floor",
      have: 0.81,
      need: 0.95,
      pointer: "/routes/1/limits/qualityFloor",
    },
    { code: "cost-over-ceiling", need: 100, pointer: "/routes/1/limits/costPerTaskMax" },
  ]);
});

test("a floor without a score fails closed, and no floor lets the unmeasured through", () => {
  const unmeasured = { latencyMsMax: 9_000, costPerTaskMicroUsdMax: 250_000 };
  const planning = foundingRequest({ intent: "summarize", slaMs: 8_000 });

  expect(reasonsOf(plan(bundle, planning, NOON_MS), "openai/reasoning#eu")).toEqual([
    {
      code: "quality-unmeasured",
      have: null,
      need: 0.8,
      pointer: "/routes/2/limits/qualityFloor",
    },
  ]);
  expect(
    plan(
      foundingWithRoute(2, { limits: { ...unmeasured, qualityFloor: "unmeasured" } }),
      planning,
      NOON_MS,
    ).rungs[0]?.endpoints[0],
  ).toMatchObject({ id: "openai/reasoning#eu", quality: null });
});

test("a score that equals a lowered floor to the millionth reaches it", () => {
  const limits = { latencyMsMax: 9_000, qualityFloor: 0.9, costPerTaskMicroUsdMax: 250_000 };
  const strict = foundingWithRoute(1, { limits });
  const ladder = {
    ...strict.policy.ladder,
    constrained: { tierDown: 0, qualityFloorLower: 0.08 },
  };
  const planned = plan(
    {
      ...strict,
      policy: { ...strict.policy, ladder },
      catalog: { ...strict.catalog, quality: { faq: { "google/fast": 0.82 } } },
    },
    foundingRequest(),
    NOON_MS,
  );

  // As floats, 0.9 - 0.08 is 0.8200000000000001.
  expect(idsByRung(planned)).toEqual([[], ["google/fast#eu", "google/fast#us"]]);
});

test("a rung lowers a floor to zero at most, and zero still wants a score", () => {
  const ladder = { ...bundle.policy.ladder, full: { tierDown: 0, qualityFloorLower: 1 } };
  const planned = plan(
    {
      ...bundle,
      policy: { ...bundle.policy, ladder },
      catalog: { ...bundle.catalog, quality: {} },
    },
    foundingRequest(),
    NOON_MS,
  );

  expect(reasonsOf(planned, "google/fast#eu")).toMatchObject([
    { code: "quality-unmeasured", have: null, need: 0 },
  ]);
});

test("a risk class outside the scale is approved for no model", () => {
  const match = { intents: ["faq"], risks: ["extreme"] };
  const planned = plan(
    foundingWithRoute(0, { match }),
    foundingRequest({ risk: "extreme" }),
    NOON_MS,
  );

  expect(reasonsOf(planned, "anthropic/secure#eu").map(({ code }) => code)).toContain(
    "risk-not-approved",
  );
});

test("a sunset model is served up to the day before its sunset", () => {
  const sunset = foundingWithModel("google/fast", {
    lifecycle: "deprecated",
    sunset: "2026-11-25",
  });

  expect(fullRung(plan(sunset, foundingRequest(), NOON_MS))).toContain("google/fast#eu");
  expect(reasonsOf(plan(sunset, foundingRequest(), NOON_MS + DAY_MS), "google/fast#eu")).toEqual([
    {
      code: "lifecycle-not-allowed",
      have: "2026-11-25",
      need: "2026-11-25",
      pointer: "catalog:/models/google~1fast/sunset",
    },
  ]);
});

test("a tier above the cap names spend where it takes more tiers than the rung, else the rung", () => {
  const mixed = foundingWithRoute(1, { candidates: ["google/fast", "openai/reasoning"] });
  const pointersOf = (spendTierDown: number): readonly unknown[] =>
    [0, 1].map((rung) =>
      reasonsOf(
        plan(mixed, foundingRequest({ slaMs: 1_999 }), NOON_MS, spendTierDown),
        "openai/reasoning#us",
        rung,
      )
        .filter(({ code }) => code === "tier-above-cap")
        .map(({ need, pointer }) => [need, pointer]),
    );

  expect(pointersOf(0)).toEqual([[], [["medium", "/ladder/constrained/tierDown"]]]);
  expect(pointersOf(1)).toEqual([
    [["medium", "/spend/levels"]],
    [["medium", "/ladder/constrained/tierDown"]],
  ]);
  expect(pointersOf(2)).toEqual([[["small", "/spend/levels"]], [["small", "/spend/levels"]]]);
});

test("reasons of the request's own stand among the others in the order of their codes", () => {
  const mixed = foundingWithRoute(1, { candidates: ["google/fast", "openai/reasoning"] });
  const ask = foundingRequest({ slaMs: 1_999, overrides: { costMicroUsdMax: 1 } });

  const reasons = reasonsOf(plan(mixed, ask, NOON_MS), "openai/reasoning#us", 1);
  expect(reasons.map(({ code }) => code)).toEqual([
    "latency-over-limit",
    "quality-unmeasured",
    "cost-over-ceiling",
    "tier-above-cap",
  ]);
});

test("a window of exactly what the route needs is large enough", () => {
  const idsAt = (contextTokensMin: number): readonly string[] => {
    const requires = { capabilities: [], contextTokensMin };
    return fullRung(plan(foundingWithRoute(1, { requires }), foundingRequest(), NOON_MS));
  };

  expect(idsAt(200_000)).toContain("google/fast#eu");
  expect(idsAt(200_001)).toEqual([]);
});

test("a cost at its ceiling is accepted, and one above it is not", () => {
  const idsAt = (costMicroUsdMax: number): readonly string[] =>
    fullRung(plan(bundle, foundingRequest({ overrides: { costMicroUsdMax } }), NOON_MS));

  expect(idsAt(3_263)).toEqual(["google/fast#eu", "google/fast#us"]);
  expect(idsAt(3_262)).toEqual([]);
});

test("a risk class that the envelope does not name, and a provider that is none, fail closed", () => {
  const [route] = bundle.policy.routes;
  if (route === undefined) throw new Error("expected a route");
  const addressed = { ...route, match: { intents: ["faq"], risks: ["grave"] } };
  const grave = planRoute(bundle, addressed, foundingRequest({ risk: "grave" }), NOON_MS);
  expect(reasonsOf(grave, "anthropic/secure#us")[0]).toMatchObject({
    code: "lifecycle-not-allowed",
    need: [],
  });
  const unknown = { ...bundle, catalog: { ...bundle.catalog, providers: {} } };
  const planned = plan(unknown, foundingRequest({ risk: "high", slaMs: 9_000 }), NOON_MS);
  expect(reasonsOf(planned, "anthropic/secure#us")).toMatchObject([{ code: "retention-required" }]);
});
