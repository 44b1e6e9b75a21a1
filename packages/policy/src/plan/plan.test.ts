import type { Bundle, Model, Plan, Reason } from "@switchyard/contract";
import { expect, test } from "vitest";
import { foundingBundle, foundingRequest, NOON_MS } from "../explain/arbitraries.ts";
import { idsByRung } from "./arbitraries.ts";
import { plan } from "./plan.ts";

const DAY_MS = 86_400_000;
const bundle = foundingBundle();

const fullRung = (planned: Plan): readonly string[] => idsByRung(planned)[0] ?? [];
const reasonsOf = (planned: Plan, id: string, rung = 0): readonly Reason[] =>
  planned.rungs[rung]?.rejections.find(({ endpoint }) => endpoint.id === id)?.reasons ?? [];

function withModel(id: string, change: Partial<Model>): Bundle {
  const model = bundle.catalog.models[id];
  if (model === undefined) throw new Error(`no model ${id}`);
  const models = { ...bundle.catalog.models, [id]: { ...model, ...change } };
  return { ...bundle, catalog: { ...bundle.catalog, models } };
}

function withRoute(index: number, change: Partial<Bundle["policy"]["routes"][number]>): Bundle {
  const routes = bundle.policy.routes.map((route) =>
    route.index === index ? Object.assign({}, route, change) : route,
  );
  return { ...bundle, policy: { ...bundle.policy, routes } };
}

test("high risk goes to the secure model, whatever is asked and however fast", () => {
  for (const intent of ["faq", "plan-workflow"]) {
    const planned = plan(bundle, foundingRequest({ intent, risk: "high", slaMs: 8_000 }), NOON_MS);

    expect(planned.route).toBe("secure");
    expect(fullRung(planned)).toEqual(["anthropic/secure#eu", "anthropic/secure#us"]);
  }
});

test("an FAQ or a summary in under two seconds goes to the fast models, cheapest first", () => {
  for (const intent of ["faq", "summarize"]) {
    const planned = plan(bundle, foundingRequest({ intent, slaMs: 1_999 }), NOON_MS);

    expect(planned.route).toBe("fast");
    expect(fullRung(planned)).toEqual([
      "google/fast#eu",
      "google/fast#us",
      "openai/fast#eu",
      "openai/fast#us",
    ]);
  }
});

test("everything else goes to the reasoning model", () => {
  const slow = plan(bundle, foundingRequest({ intent: "plan-workflow", slaMs: 8_000 }), NOON_MS);
  const patient = plan(bundle, foundingRequest({ slaMs: 2_000 }), NOON_MS);

  expect([slow.route, patient.route]).toEqual(["reasoning", "reasoning"]);
  expect(fullRung(slow)).toEqual(["openai/reasoning#eu", "openai/reasoning#us"]);
});

test("a route without eligible candidates does not fall through to a later match", () => {
  const planned = plan(bundle, foundingRequest({ slaMs: 500 }), NOON_MS);

  expect(planned).toMatchObject({ route: "fast", endsStatic: true });
  expect(idsByRung(planned)).toEqual([[], []]);
});

test("only a written fallback continues a route, after the route's own candidates", () => {
  const own = withRoute(1, { candidates: ["openai/fast"], fallback: "reasoning" });
  const routes = own.policy.routes.map((route) =>
    route.index === 2 ? Object.assign({}, route, { candidates: ["google/fast"] }) : route,
  );
  const planned = plan({ ...own, policy: { ...own.policy, routes } }, foundingRequest(), NOON_MS);

  // The fallback's candidate is cheaper, and comes later all the same.
  expect(planned.rungs[0]?.endpoints.map(({ id, via }) => [id, via])).toEqual([
    ["openai/fast#eu", "fast"],
    ["openai/fast#us", "fast"],
    ["google/fast#eu", "reasoning"],
    ["google/fast#us", "reasoning"],
  ]);
});

test("a candidate that the route bars may come through its fallback, and then it is no rejection", () => {
  const strict = withRoute(1, {
    fallback: "reasoning",
    limits: { latencyMsMax: 1_000, qualityFloor: 0.8, costPerTaskMicroUsdMax: 250_000 },
  });
  const routes = strict.policy.routes.map((route) =>
    route.index === 2 ? Object.assign({}, route, { candidates: ["openai/fast"] }) : route,
  );
  const planned = plan(
    { ...strict, policy: { ...strict.policy, routes } },
    foundingRequest(),
    NOON_MS,
  );

  expect(planned.rungs[0]?.endpoints.map(({ id, via }) => [id, via])).toEqual([
    ["google/fast#eu", "fast"],
    ["google/fast#us", "fast"],
    ["openai/fast#eu", "reasoning"],
    ["openai/fast#us", "reasoning"],
  ]);
  expect(planned.rungs[0]?.rejections).toEqual([]);
});

test("every rule that bars a candidate is listed, with both operands and the rule's pointer", () => {
  const planned = plan(
    withModel("google/fast", { approvedRisk: "low", lifecycle: "deprecated", contextTokens: 600 }),
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
    withRoute(1, {
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
    plan(withRoute(2, { limits: { ...unmeasured, qualityFloor: "unmeasured" } }), planning, NOON_MS)
      .rungs[0]?.endpoints[0],
  ).toMatchObject({ id: "openai/reasoning#eu", quality: null });
});

test("a score that equals a lowered floor to the millionth reaches it", () => {
  const strict = withRoute(1, {
    limits: { latencyMsMax: 9_000, qualityFloor: 0.84, costPerTaskMicroUsdMax: 250_000 },
  });
  const planned = plan(strict, foundingRequest(), NOON_MS);

  // 0.84 - 0.03 is 0.8099999999999999 as floats; 0.81 must reach it, and 0.81 itself be the floor.
  expect(reasonsOf(planned, "google/fast#eu", 0)).toMatchObject([{ need: 0.84 }]);
  expect(idsByRung(planned)[1]).toContain("google/fast#eu");
});

test("a sunset model is served up to the day before its sunset", () => {
  const sunset = withModel("google/fast", { lifecycle: "deprecated", sunset: "2026-11-25" });

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

test("a constrained rung caps the tier where a lower one is eligible, and else keeps it", () => {
  const mixed = withRoute(2, { candidates: ["openai/reasoning", "openai/fast"] });
  const scored = {
    ...mixed,
    catalog: {
      ...mixed.catalog,
      quality: { "plan-workflow": { "openai/reasoning": 0.9, "openai/fast": 0.79 } },
    },
  };
  const request = foundingRequest({ intent: "plan-workflow", slaMs: 8_000 });

  expect(idsByRung(plan(scored, request, NOON_MS))).toEqual([
    ["openai/reasoning#eu", "openai/reasoning#us"],
    ["openai/fast#eu", "openai/fast#us"],
  ]);
  expect(reasonsOf(plan(scored, request, NOON_MS), "openai/reasoning#eu", 1)).toEqual([
    {
      code: "tier-above-cap",
      have: "premium",
      need: "medium",
      pointer: "/ladder/constrained/tierDown",
    },
  ]);
  expect(idsByRung(plan(bundle, request, NOON_MS))[1]).toEqual([
    "openai/reasoning#eu",
    "openai/reasoning#us",
  ]);
});

test("an override names a model, its base model or its provider", () => {
  const request = (only: string) => foundingRequest({ overrides: { only: [only] } });
  const fast = bundle.catalog.models["openai/fast"];
  if (fast === undefined) throw new Error("no model");
  const variant = {
    ...withRoute(1, { candidates: ["openai/fast@low", "google/fast"] }),
    catalog: {
      ...bundle.catalog,
      models: { ...bundle.catalog.models, "openai/fast@low": { ...fast, id: "openai/fast@low" } },
      quality: { faq: { "openai/fast@low": 0.9, "google/fast": 0.9 } },
    },
  };
  const low = ["openai/fast@low#eu", "openai/fast@low#us"];

  expect(fullRung(plan(variant, request("openai/fast@low"), NOON_MS))).toEqual(low);
  expect(fullRung(plan(variant, request("openai/fast"), NOON_MS))).toEqual(low);
  expect(fullRung(plan(variant, request("openai"), NOON_MS))).toEqual(low);
  expect(fullRung(plan(variant, request("openai/fas"), NOON_MS))).toEqual([]);
});

test("without fallback one endpoint stays, and the others name it", () => {
  const planned = plan(bundle, foundingRequest({ overrides: { noFallback: true } }), NOON_MS);

  expect(idsByRung(planned)).toEqual([["google/fast#eu"], []]);
  expect(reasonsOf(planned, "openai/fast#us", 0)).toEqual([
    {
      code: "excluded-by-request",
      have: "openai/fast#us",
      need: "google/fast#eu",
      pointer: "request:/noFallback",
    },
  ]);
  expect(planned.rungs[1]?.rejections).toHaveLength(4);
});

test("a class without route says why when the policy does", () => {
  const gap = {
    ...bundle,
    policy: {
      ...bundle.policy,
      routes: bundle.policy.routes.slice(1),
      intendedGaps: [{ intents: ["faq"], risks: ["high"], reason: "high risk is not served" }],
    },
  };
  const nothing = { route: null, rungs: [], endsStatic: false };

  expect(plan(gap, foundingRequest({ risk: "high" }), NOON_MS)).toEqual({
    ...nothing,
    gapReason: "high risk is not served",
  });
  expect(plan(gap, foundingRequest({ risk: "high", intent: "summarize" }), NOON_MS)).toEqual(
    nothing,
  );
});

test("prices of the day order the candidates", () => {
  const google = bundle.catalog.models["google/fast"];
  const [today] = google?.prices ?? [];
  if (today === undefined) throw new Error("no price");
  const dearer = {
    from: "2026-11-25",
    tiers: today.tiers.map((tier) => Object.assign({}, tier, { inputMicroUsdPerMTok: 9_000_000 })),
  };
  const changing = withModel("google/fast", { prices: [today, dearer] });

  expect(fullRung(plan(changing, foundingRequest(), NOON_MS))[0]).toBe("google/fast#eu");
  expect(fullRung(plan(changing, foundingRequest(), NOON_MS + DAY_MS))[0]).toBe("openai/fast#eu");
});
