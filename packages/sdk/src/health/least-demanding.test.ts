import type { Route } from "@switchyard/contract";
import { plan } from "@switchyard/policy";
import { expect, test } from "vitest";
import { SAMPLE } from "../../test/sample-bundle.ts";
import { openBundle } from "../open-bundle.ts";
import { leastDemanding } from "./least-demanding.ts";

const { policy } = SAMPLE.bundle;
const [quick] = policy.routes;

function aRoute(changes: Partial<Route>): Route {
  if (quick === undefined) throw new Error("The sample has no route.");
  return { ...quick, ...changes };
}

test("asks for as little as the route and the policy's defaults allow", () => {
  expect(leastDemanding(policy, aRoute({}))).toEqual({
    intent: "faq",
    risk: "low",
    segment: "free",
    locale: "other",
    residency: "any",
    slaMs: 10_000,
    contextTokens: 0,
    workload: "small",
    capabilities: [],
    overrides: {},
  });
});

test("is of a segment, locale and residency, and in a time, that the route takes", () => {
  const match = {
    intents: ["write", "faq"],
    risks: ["low"],
    segments: ["pro"],
    locales: ["en", "other"],
    residencies: ["us"],
    slaMsBelow: 3_000,
  };
  expect(leastDemanding(policy, aRoute({ match }))).toMatchObject({
    intent: "write",
    segment: "pro",
    locale: "other",
    residency: "us",
    slaMs: 2_999,
  });
});

test("an internal route takes no request", () => {
  const { match: _, ...internal } = aRoute({ internal: true });
  expect(leastDemanding(policy, internal)).toBeUndefined();
});

test.each(["builtin/support-platform", "builtin/starter", "builtin/founding"])(
  "every caller's route of %s takes its least demanding request, and has an endpoint for it",
  (name) => {
    const { bundle } = openBundle({ policy: name });
    const routes = bundle.policy.routes.filter(({ internal }) => !internal);
    const without = routes.filter((route) => {
      const request = leastDemanding(bundle.policy, route);
      if (request === undefined) return true;
      const planned = plan(bundle, request, Date.UTC(2026, 10, 24));
      return planned.route !== route.id || planned.rungs[0]?.endpoints.length === 0;
    });
    expect(without.map(({ id }) => id)).toEqual([]);
  },
);
