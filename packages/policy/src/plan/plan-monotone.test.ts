import * as fc from "fast-check";
import { expect, test } from "vitest";
import { aBundleAndRequest, idsByRung, withoutSlaMatches, withoutTierCaps } from "./arbitraries.ts";
import { plan } from "./plan.ts";

const RUNS = { numRuns: 250 };

test("less time, more capabilities or a longer context never add an endpoint", () => {
  const harder = fc.record({
    slaMs: fc.integer({ min: 0, max: 8_000 }),
    contextTokens: fc.integer({ min: 0, max: 30_000 }),
    capabilities: fc.subarray<"tools" | "vision">(["tools", "vision"]),
  });

  fc.assert(
    fc.property(aBundleAndRequest(), harder, ([wild, request, epochMs], more) => {
      const bundle = withoutSlaMatches(withoutTierCaps(wild));
      const before = plan(bundle, request, epochMs);
      const after = plan(
        bundle,
        {
          ...request,
          slaMs: Math.max(1, request.slaMs - more.slaMs),
          contextTokens: request.contextTokens + more.contextTokens,
          capabilities: [...request.capabilities, ...more.capabilities],
          overrides: { ...request.overrides, noFallback: false },
        },
        epochMs,
      );
      const free = plan(
        bundle,
        { ...request, overrides: { ...request.overrides, noFallback: false } },
        epochMs,
      );

      expect(after.route).toBe(before.route);
      for (const [index, ids] of idsByRung(after).entries()) {
        expect(idsByRung(free)[index]).toEqual(expect.arrayContaining([...ids]));
      }
    }),
    RUNS,
  );
});

test("where cost comes first in the order, no endpoint of a route is cheaper than its first", () => {
  fc.assert(
    fc.property(aBundleAndRequest(), ([wild, request, epochMs]) => {
      const routes = wild.policy.routes.map((route) =>
        Object.assign({}, route, { order: ["costPerSuccess", ...route.order] }),
      );
      const bundle = { ...wild, policy: { ...wild.policy, routes } };

      for (const { endpoints } of plan(bundle, request, epochMs).rungs) {
        for (const endpoint of endpoints) {
          const winner = endpoints.find(({ via }) => via === endpoint.via);
          expect(winner?.costPerSuccessMicroUsd).toBeLessThanOrEqual(
            endpoint.costPerSuccessMicroUsd,
          );
        }
      }
    }),
    RUNS,
  );
});

test("one more candidate on a route never takes an endpoint away nor makes the first dearer", () => {
  fc.assert(
    fc.property(aBundleAndRequest(), fc.nat(), ([wild, request, epochMs], pick) => {
      const overrides = { ...request.overrides, noFallback: false };
      const bundle = withoutTierCaps(wild);
      const names = Object.keys(bundle.catalog.models);
      const added = names[pick % names.length] ?? "";
      const grown = {
        ...bundle,
        policy: {
          ...bundle.policy,
          routes: bundle.policy.routes.map((route) =>
            Object.assign({}, route, { candidates: [...route.candidates, added] }),
          ),
        },
      };
      const before = plan(bundle, { ...request, overrides }, epochMs);
      const after = plan(grown, { ...request, overrides }, epochMs);

      for (const [index, { endpoints }] of before.rungs.entries()) {
        const more = after.rungs[index]?.endpoints ?? [];
        expect(more.map(({ id }) => id)).toEqual(
          expect.arrayContaining(endpoints.map(({ id }) => id)),
        );
        const routed = bundle.policy.routes.find(({ id }) => id === before.route);
        const first = endpoints.find(({ via }) => via === routed?.id);
        if (routed?.order[0] !== "costPerSuccess" || first === undefined) continue;
        expect(more[0]?.costPerSuccessMicroUsd).toBeLessThanOrEqual(first.costPerSuccessMicroUsd);
      }
    }),
    RUNS,
  );
});
