import {
  InvalidRequestError,
  REJECTION_CODES,
  type CatalogDocument,
  type PolicyInput,
} from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { CATALOG, POLICY } from "../../test/sample-bundle.ts";
import { createSampleRouter, eventsOf, REQUEST, typesOf } from "../../test/sample-router.ts";
import type { Observation } from "./observe-ask.ts";
import type { UsedModel } from "./used-model.ts";

const USED: UsedModel = { model: "beta/quick" };
const [quick, bare, strict] = POLICY.routes;

/** The sample, where `beta` has a second region and `gamma/strong` a variant. */
const WIDER: CatalogDocument = {
  ...CATALOG,
  providers: {
    ...CATALOG.providers,
    beta: {
      api: "openai",
      keys: ["BETA_KEY"],
      zeroRetention: true,
      endpoints: { us: {}, eu: {} },
    },
  },
  models: {
    ...CATALOG.models,
    "gamma/strong@low": {
      of: "gamma/strong",
      settings: { reasoningEffort: "low" },
      tier: "small",
      latency: { firstTokenP50: "100ms", p50: "300ms", p95: "1s", outputTokensPerSecond: 100 },
      successRate: 1,
    },
  },
};

function observe(
  used: UsedModel,
  request: Partial<typeof REQUEST> = {},
  policy: Partial<PolicyInput> = {},
  catalog: CatalogDocument = CATALOG,
): Observation {
  return createSampleRouter({ policy, catalog }).router.observe({ ...REQUEST, ...request }, used);
}

test("records what the policy would have decided beside what was used, and calls nobody", () => {
  const { router, events, models } = createSampleRouter();
  const usage = { inputTokens: 1_000, outputTokens: 100 };
  const used = { ...USED, latencyMs: 812.34567, usage, success: true };

  const observation = router.observe({ ...REQUEST, taskId: "t-1" }, used);

  expect(typesOf(events)).toEqual(["policy-loaded", "ask-observed"]);
  expect(eventsOf(events, "ask-observed")[0]).toMatchObject({ ...observation });
  expect(observation).toEqual({
    askId: "ask-1",
    taskId: "t-1",
    intent: "faq",
    risk: "low",
    segment: "free",
    locale: "other",
    residency: "any",
    slaMs: 10_000,
    contextTokens: observation.contextTokens,
    route: "quick",
    decided: "alpha/quick#us",
    used: "beta/quick",
    allowed: true,
    rejected: [],
    latencyMs: 812.346,
    costMicroUsd: 2_000 + 800,
    success: true,
  });
  expect(models.calls).toEqual([]);
});

test("reserves nothing: the budgets stand as before", async () => {
  const { router } = createSampleRouter();
  const before = (await router.health()).ledger;
  router.observe(REQUEST, { ...USED, usage: { inputTokens: 9_000, outputTokens: 9_000 } });
  expect((await router.health()).ledger).toEqual(before);
});

test("the first choice is the live one: an endpoint whose breaker is open is passed over", async () => {
  const fails = { fail: "server-error" } as const;
  const { router, ask } = createSampleRouter({ script: { "alpha/quick#us": [fails] } });
  for (let asked = 0; asked < 3; asked += 1) await ask();
  expect(router.observe(REQUEST, USED).decided).toBe("beta/quick#us");
});

test("a model that a rule bars is not allowed, and the codes say why", () => {
  const limits = {
    latencyMax: "1500ms",
    qualityFloor: "unmeasured",
    costPerTaskMax: "$1",
  } as const;
  const policy = { routes: [{ ...quick, limits }, bare, strict] };
  expect(observe({ model: "gamma/strong" }, {}, policy)).toMatchObject({
    allowed: false,
    rejected: ["latency-over-limit"],
  });
});

test("a model that the route does not list is not allowed, and is held to the rules all the same", () => {
  const write = { intent: "write" };
  expect(observe(USED, write)).toMatchObject({ route: "bare", allowed: false, rejected: [] });
  const denied = { envelope: { ...POLICY.envelope, denyProviders: { low: ["beta"] } } };
  expect(observe(USED, write, denied)).toMatchObject({
    allowed: false,
    rejected: ["provider-denied"],
  });
});

test("of several regions the one that fewest rules bar speaks, unless one is named", () => {
  const us = { residency: "us" };
  expect(observe(USED, us, {}, WIDER)).toMatchObject({ allowed: true });
  expect(observe({ ...USED, region: "eu" }, us, {}, WIDER)).toMatchObject({
    allowed: false,
    rejected: ["residency-not-allowed"],
  });
  const denied = { envelope: { ...POLICY.envelope, denyProviders: { low: ["beta"] } } };
  expect(observe(USED, us, denied, WIDER).rejected).toEqual(["provider-denied"]);
});

test("a model is found by its name on the wire where one provider serves it", () => {
  expect(observe({ model: "strong" })).toMatchObject({ used: "gamma/strong", allowed: true });
  expect(observe({ model: "quick", provider: "beta" }).used).toBe("beta/quick");
  expect(observe({ model: "strong" }, {}, {}, WIDER).used).toBe("gamma/strong");
});

test.each([
  [{ model: "quick" }],
  [{ model: "other/model" }],
  [{ model: "toString" }],
  [{ model: "alpha/quick", provider: "beta" }],
  [{ model: "alpha/quick", region: "ap" }],
])("what the catalogue does not have is neither allowed nor barred: %j", (used) => {
  const observation = observe({ ...used, usage: { inputTokens: 1, outputTokens: 1 } });
  expect(observation).toMatchObject({ used: used.model, decided: "alpha/quick#us" });
  expect(observation).not.toHaveProperty("allowed");
  expect(observation).not.toHaveProperty("rejected");
  expect(observation).not.toHaveProperty("costMicroUsd");
});

test("a class without a route is recorded, and no model is allowed for it", () => {
  const observation = observe(USED, { intent: "rest" });
  expect(observation).toMatchObject({ allowed: false, rejected: [] });
  expect(observation).not.toHaveProperty("route");
  expect(observation).not.toHaveProperty("decided");
});

test("a request that wants no fallback still allows what the policy allows", () => {
  expect(observe(USED, { noFallback: true })).toMatchObject({ allowed: true });
  expect(observe(USED, { exclude: ["beta"] })).toMatchObject({
    allowed: false,
    rejected: ["excluded-by-request"],
  });
});

test("mistakes of the caller are refused together, and leave no event", () => {
  const { router, events } = createSampleRouter();
  const usage = { inputTokens: -1, outputTokens: Number.NaN };
  const used = { model: "", latencyMs: Number.POSITIVE_INFINITY, usage };
  const observing = (): unknown => router.observe({ ...REQUEST, intent: "fax" }, used);
  expect(observing).toThrow(InvalidRequestError);
  expect(observing).toThrow(
    /"fax".*used\.model.*used\.latencyMs Infinity.*inputTokens -1.*outputTokens NaN/,
  );
  expect(typesOf(events)).toEqual(["policy-loaded"]);
});

test("whatever was used, a valid request is observed without a throw, and codes mean barred", () => {
  const { router } = createSampleRouter({ catalog: WIDER });
  const aUsed = fc.record(
    {
      model: fc.oneof(
        fc.constantFrom("alpha/quick", "beta/quick", "gamma/strong", "quick", "strong"),
        fc.string({ minLength: 1 }),
      ),
      provider: fc.constantFrom("alpha", "beta", "__proto__"),
      region: fc.constantFrom("us", "eu", "constructor"),
      latencyMs: fc.double({ min: 0, max: 1e9, noNaN: true }),
      usage: fc.record({ inputTokens: fc.maxSafeNat(), outputTokens: fc.maxSafeNat() }),
      success: fc.boolean(),
    },
    { requiredKeys: ["model"] },
  );
  const aRequest = fc.record({
    intent: fc.constantFrom("faq", "write", "extract", "rest"),
    slaMs: fc.integer({ min: 1, max: 20_000 }),
    residency: fc.constantFrom("any", "us"),
  });
  fc.assert(
    fc.property(aUsed, aRequest, (used, request) => {
      const { allowed, rejected = [] } = router.observe({ ...REQUEST, ...request }, used);
      expect(REJECTION_CODES).toEqual(expect.arrayContaining([...rejected]));
      expect(allowed === true && rejected.length > 0).toBe(false);
    }),
  );
});
