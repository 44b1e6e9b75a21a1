import type { Bundle, PlannedEndpoint, RequestClass, Route } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { aStateOf } from "../request/arbitraries.ts";
import { aBundleAndRequest, withoutTierCaps } from "./arbitraries.ts";
import { decide } from "./decide.ts";
import { plan } from "./plan.ts";

// Raising a floor and going down a rung sound like theorems and are none: each holds only for
// policies without a certain finding of lint, and is stated here with it.
const RUNS = { numRuns: 250 };

test("raising a floor never lowers the quality of the first choice, where no weaker fallback follows (R09)", () => {
  let raised = 0;
  fc.assert(
    fc.property(aBundleAndRequest(), fc.constantFrom(0.7, 0.8, 0.9), ([wild, ask, atMs], floor) => {
      const base = withRoutes(withoutTierCaps(wild), (route) => ({
        ...route,
        fallback: null,
        limits: { ...route.limits, qualityFloor: 0.6 },
      }));
      const strict = withRoutes(base, (route) => ({
        ...route,
        limits: { ...route.limits, qualityFloor: floor },
      }));
      const before = firstOf(base, ask, atMs);
      const after = firstOf(strict, ask, atMs);
      if (before !== undefined && after?.id !== before.id) raised += 1;

      expect(after?.quality ?? 1).toBeGreaterThanOrEqual(before?.quality ?? 0);
    }),
    RUNS,
  );
  expect(raised).toBeGreaterThan(5);
});

test("raising a floor can lower the quality delivered through a fallback with a lower floor (R09)", () => {
  const lowered = fc
    .sample(aBundleAndRequest(), { numRuns: 700, seed: 5 })
    .filter(([wild, ask, atMs]) => {
      const [first, second] = wild.policy.routes;
      if (first === undefined || second === undefined) return false;
      const weak = (floor: number): Bundle =>
        withRoutes(withoutTierCaps(wild), (route) => ({
          ...route,
          fallback: route === first ? second.id : null,
          limits: { ...route.limits, qualityFloor: route === first ? floor : 0.1 },
        }));
      const before = firstOf(weak(0.6), ask, atMs);
      const after = firstOf(weak(0.9), ask, atMs);
      return before !== undefined && after !== undefined && isLower(after, before);
    });

  expect(lowered.length).toBeGreaterThan(0);
});

test("a lower rung never makes the first choice dearer, where floors only fall (R14) and no tier is capped (R15)", () => {
  let lowered = 0;
  fc.assert(
    fc.property(aBundleAndRequest(), ([wild, ask, atMs]) => {
      const free = withoutTierCaps(wild);
      const { full, constrained } = free.policy.ladder;
      const rung = { tierDown: 0, qualityFloorLower: Math.max(0.03, full.qualityFloorLower) };
      const ladder = {
        ...free.policy.ladder,
        full: { ...full, qualityFloorLower: 0 },
        constrained: { ...constrained, ...rung },
      };
      const bundle = withRoutes({ ...free, policy: { ...free.policy, ladder } }, (route) => ({
        ...route,
        fallback: null,
        order: ["costPerSuccess"],
        ladder: ["full", "constrained"],
      }));
      const request = { ...ask, overrides: { ...ask.overrides, noFallback: false } };
      const [upper, lower] = plan(bundle, request, atMs).rungs.map(({ endpoints }) => endpoints[0]);
      if (upper === undefined || lower === undefined) return;
      lowered += 1;

      expect(lower.costPerSuccessMicroUsd).toBeLessThanOrEqual(upper.costPerSuccessMicroUsd);
    }),
    RUNS,
  );
  expect(lowered).toBeGreaterThan(20);
});

test("a lower rung that caps the tier can make the first choice dearer, where a lower tier costs more (R15)", () => {
  const dearer = fc
    .sample(aBundleAndRequest(), { numRuns: 200, seed: 5 })
    .filter(([wild, ask, atMs]) => {
      const { full } = wild.policy.ladder;
      const ladder = {
        ...wild.policy.ladder,
        full: { ...full, tierDown: 0 },
        constrained: { ...full, tierDown: 1 },
      };
      const capped = withRoutes({ ...wild, policy: { ...wild.policy, ladder } }, (route) => ({
        ...route,
        fallback: null,
        order: ["costPerSuccess"],
        ladder: ["full", "constrained"],
      }));
      const [upper, lower] = plan(capped, ask, atMs).rungs.map(({ endpoints }) => endpoints[0]);
      if (upper === undefined || lower === undefined) return false;
      return lower.costPerSuccessMicroUsd > upper.costPerSuccessMicroUsd;
    });

  expect(dearer.length).toBeGreaterThan(0);
});

test("killing a model is the outage of its endpoints, and no other moves", () => {
  fc.assert(
    fc.property(
      aBundleAndRequest().chain(([bundle, ask, atMs]) =>
        fc.tuple(fc.constant([bundle, ask, atMs] as const), aStateOf(bundle), fc.nat()),
      ),
      ([[bundle, ask, atMs], state, pick]) => {
        const models = Object.keys(bundle.catalog.models);
        const killed = models[pick % models.length] ?? "";
        const regions = bundle.catalog.models[killed]?.regions ?? [];
        const open = Object.fromEntries(
          regions.map((region) => [`${killed}#${region}`, "open"] as const),
        );
        const outage = { ...state, breakers: { ...state.breakers, ...open } };

        for (const rung of plan(bundle, ask, atMs).rungs) {
          const before = decide(rung, state, 2).endpoints;
          expect(decide(rung, outage, 2).endpoints).toEqual(
            before.filter(({ model }) => model !== killed),
          );
        }
      },
    ),
    RUNS,
  );
});

function withRoutes(bundle: Bundle, change: (route: Route) => Route): Bundle {
  const routes = bundle.policy.routes.map((route) => change(route));
  return { ...bundle, policy: { ...bundle.policy, routes } };
}

/** The first endpoint of the full rung. */
function firstOf(bundle: Bundle, request: RequestClass, atMs: number): PlannedEndpoint | undefined {
  return plan(bundle, request, atMs).rungs.find(({ rung }) => rung === "full")?.endpoints[0];
}

function isLower(left: PlannedEndpoint, right: PlannedEndpoint): boolean {
  return (left.quality ?? 0) < (right.quality ?? 0);
}
