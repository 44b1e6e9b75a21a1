import type { Bundle, Plan, Reason } from "@switchyard/contract";
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

const FAST = { firstTokenMsP50: 300, msP50: 500, msP95: 900, outputTokensPerSecond: 100 };

const fullRung = (planned: Plan): readonly string[] => idsByRung(planned)[0] ?? [];
const reasonsOf = (planned: Plan, id: string, rung = 0): readonly Reason[] =>
  planned.rungs[rung]?.rejections.find(({ endpoint }) => endpoint.id === id)?.reasons ?? [];

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
  const own = foundingWithRoute(1, { candidates: ["openai/fast"], fallback: "reasoning" });
  const both = foundingWithRoute(2, { candidates: ["google/fast"] }, own);
  const planned = plan(both, foundingRequest(), NOON_MS);

  // The fallback's candidate is cheaper, and comes later all the same.
  expect(planned.rungs[0]?.endpoints.map(({ id, via }) => [id, via])).toEqual([
    ["openai/fast#eu", "fast"],
    ["openai/fast#us", "fast"],
    ["google/fast#eu", "reasoning"],
    ["google/fast#us", "reasoning"],
  ]);
});

test("a candidate that the route bars may come through its fallback, and then it is no rejection", () => {
  const strict = foundingWithRoute(1, {
    fallback: "reasoning",
    limits: { latencyMsMax: 1_000, qualityFloor: 0.8, costPerTaskMicroUsdMax: 250_000 },
  });
  const both = foundingWithRoute(2, { candidates: ["openai/fast"] }, strict);
  const planned = plan(both, foundingRequest(), NOON_MS);

  expect(planned.rungs[0]?.endpoints.map(({ id, via }) => [id, via])).toEqual([
    ["google/fast#eu", "fast"],
    ["google/fast#us", "fast"],
    ["openai/fast#eu", "reasoning"],
    ["openai/fast#us", "reasoning"],
  ]);
  expect(planned.rungs[0]?.rejections).toEqual([]);
});

test("a candidate that route and fallback bar is rejected once, by the route", () => {
  const linked = foundingWithRoute(1, { fallback: "reasoning" });
  const both = foundingWithRoute(2, { candidates: ["openai/fast"] }, linked);
  const planned = plan(both, foundingRequest({ slaMs: 1_000 }), NOON_MS);

  expect(planned.rungs[0]?.rejections.map(({ endpoint, via }) => [endpoint.id, via])).toEqual([
    ["openai/fast#eu", "fast"],
    ["openai/fast#us", "fast"],
  ]);
});

test("a candidate that is listed twice stands where it is listed first", () => {
  const twice = foundingWithRoute(1, {
    candidates: ["openai/fast", "google/fast", "openai/fast"],
    order: ["listed"],
  });

  expect(fullRung(plan(twice, foundingRequest(), NOON_MS))).toEqual([
    "openai/fast#eu",
    "openai/fast#us",
    "google/fast#eu",
    "google/fast#us",
  ]);
});

test("a ladder ends in the static answer only if route and policy have one", () => {
  const { static: _, ...ladder } = bundle.policy.ladder;
  const silent = { ...bundle, policy: { ...bundle.policy, ladder } };
  const endsStatic = (some: Bundle): boolean => plan(some, foundingRequest(), NOON_MS).endsStatic;

  expect(endsStatic(bundle)).toBe(true);
  expect(endsStatic(foundingWithRoute(1, { ladder: ["full"] }))).toBe(false);
  expect(endsStatic(silent)).toBe(false);
});

test("a constrained rung caps the tier where a lower one is eligible, and else keeps it", () => {
  const mixed = foundingWithRoute(2, { candidates: ["openai/reasoning", "openai/fast"] });
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

test("excluding the lower tier does not bring the higher one back on a capped rung", () => {
  const mixed = foundingWithRoute(1, { candidates: ["openai/fast", "openai/reasoning"] });
  const both = foundingWithModel("openai/reasoning", { latency: FAST }, mixed);
  const scored = {
    ...both,
    catalog: {
      ...both.catalog,
      quality: { faq: { "openai/fast": 0.8, "openai/reasoning": 0.79 } },
    },
  };
  const rungs = (exclude: readonly string[]) =>
    idsByRung(plan(scored, foundingRequest({ overrides: { exclude } }), NOON_MS));
  const fast = ["openai/fast#eu", "openai/fast#us"];

  // At 0.77 the constrained floor would take the higher tier, which `full` never would.
  expect(rungs([])).toEqual([fast, fast]);
  expect(rungs(["openai/fast"])).toEqual([[], []]);
});

test("an override names a model, its base model or its provider", () => {
  const request = (only: string) => foundingRequest({ overrides: { only: [only] } });
  const fast = bundle.catalog.models["openai/fast"];
  if (fast === undefined) throw new Error("no model");
  const variant = {
    ...foundingWithRoute(1, { candidates: ["openai/fast@low", "google/fast"] }),
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
  const changing = foundingWithModel("google/fast", { prices: [today, dearer] });

  expect(fullRung(plan(changing, foundingRequest(), NOON_MS))[0]).toBe("google/fast#eu");
  expect(fullRung(plan(changing, foundingRequest(), NOON_MS + DAY_MS))[0]).toBe("openai/fast#eu");
});

test("a route that is addressed by itself has no fallback, and keeps to envelope and spend", () => {
  const change = { match: { intents: [], risks: [] }, fallback: "reasoning" };
  const addressed = foundingWithRoute(1, { ...change, candidates: ["openai/fast", "google/fast"] });
  const [, route] = addressed.policy.routes;
  if (route === undefined) throw new Error("expected a route");
  const planned = planRoute(addressed, route, foundingRequest({ residency: "eu" }), NOON_MS);

  expect(planned).toMatchObject({ route: "fast", endsStatic: true });
  expect(idsByRung(planned)).toEqual([
    ["google/fast#eu", "openai/fast#eu"],
    ["google/fast#eu", "openai/fast#eu"],
  ]);
});

test("by quality, what is not measured comes last, wherever it is listed", () => {
  const limits = { latencyMsMax: 9_000, costPerTaskMicroUsdMax: 250_000 } as const;
  const candidates = ["openai/reasoning", "openai/fast", "nobody/knows"];
  for (const listed of [candidates, candidates.toReversed()]) {
    const ordered = foundingWithRoute(
      1,
      {
        candidates: listed,
        order: ["quality-desc"],
        limits: { ...limits, qualityFloor: "unmeasured" },
      },
      foundingWithModel("openai/reasoning", { latency: FAST, regions: ["us"] }),
    );

    expect(fullRung(plan(ordered, foundingRequest(), NOON_MS))).toEqual([
      "openai/fast#eu",
      "openai/fast#us",
      "openai/reasoning#us",
    ]);
  }
});
