import { REJECTION_CODES, type RequestClass } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { aBundleAndRequest, idsByRung } from "./arbitraries.ts";
import { matchRoute, routeChain } from "./match-route.ts";
import { plan } from "./plan.ts";

const RUNS = { numRuns: 250 };

test("every candidate of a rung is an endpoint or a rejection with a reason, never both", () => {
  fc.assert(
    fc.property(aBundleAndRequest(), ([bundle, request, epochMs]) => {
      const route = matchRoute(bundle.policy, request);
      const candidates = new Set(
        (route === undefined ? [] : routeChain(bundle.policy, route, request)).flatMap((link) =>
          link.candidates.flatMap((id) =>
            (bundle.catalog.models[id]?.regions ?? []).map((region) => `${id}#${region}`),
          ),
        ),
      );

      for (const { endpoints, rejections } of plan(bundle, request, epochMs).rungs) {
        const placed = [
          ...endpoints.map(({ id }) => id),
          ...rejections.map(({ endpoint }) => endpoint.id),
        ];
        expect(placed).toHaveLength(candidates.size);
        expect(new Set(placed)).toEqual(candidates);
        for (const { reasons } of rejections) {
          const order = reasons.map(({ code }) => REJECTION_CODES.indexOf(code));
          expect(order.length).toBeGreaterThan(0);
          expect(order).toEqual(order.toSorted((left, right) => left - right));
        }
      }
    }),
    RUNS,
  );
});

test("a class that a route takes ends in a defined rung; one that none takes says so", () => {
  fc.assert(
    fc.property(aBundleAndRequest(), ([bundle, request, epochMs]) => {
      const { route, rungs, endsStatic, gapReason } = plan(bundle, request, epochMs);
      const isGap = bundle.policy.intendedGaps.some(
        ({ intents, risks }) => intents.includes(request.intent) && risks.includes(request.risk),
      );

      const isServed = route !== null;
      expect(rungs.length > 0 || endsStatic).toBe(isServed);
      expect(gapReason).toBe(isGap && !isServed ? "gap" : undefined);
    }),
    RUNS,
  );
});

test("a retired or internal route neither takes a request nor lends its candidates", () => {
  fc.assert(
    fc.property(aBundleAndRequest(), ([bundle, request, epochMs]) => {
      const { route, rungs } = plan(bundle, request, epochMs);
      const used = new Set([
        ...(route === null ? [] : [route]),
        ...rungs.flatMap(({ endpoints }) => endpoints.map(({ via }) => via)),
        ...rungs.flatMap(({ rejections }) => rejections.map(({ via }) => via)),
      ]);

      const idle = bundle.policy.routes.filter(
        ({ internal, lifecycle }) => internal || lifecycle === "retired",
      );
      expect(idle.filter(({ id }) => used.has(id))).toEqual([]);
    }),
    RUNS,
  );
});

test("anything a request may hold gives a plan, never a throw", () => {
  const word = fc.oneof(fc.string(), fc.constantFrom("constructor", "__proto__", "hasOwnProperty"));
  const number = fc.oneof(fc.double(), fc.constant(Number.NaN));
  const garbage = fc.record({
    intent: word,
    risk: word,
    segment: word,
    locale: word,
    residency: word,
    workload: word,
    slaMs: number,
    contextTokens: number,
    overrides: fc.record({ only: fc.array(word), exclude: fc.array(word) }, { requiredKeys: [] }),
  });
  const some = aBundleAndRequest().chain(([bundle, request, epochMs]) =>
    fc
      .tuple(garbage, fc.subarray(Object.keys(request)))
      .map(([wild, kept]) => [bundle, keep(request, kept, wild), epochMs] as const),
  );
  /** The garbage, but for some fields of a true request: a wrong word must not hide the others. */
  function keep(
    request: RequestClass,
    kept: readonly string[],
    wild: Partial<RequestClass>,
  ): RequestClass {
    const entries = Object.entries(wild).filter(([name]) => !kept.includes(name));
    return Object.assign({}, request, Object.fromEntries(entries));
  }

  fc.assert(
    fc.property(some, ([bundle, request, epochMs]) => {
      expect(() => plan(bundle, request, epochMs)).not.toThrow();
    }),
    RUNS,
  );
});

test("equal inputs give equal plans, whatever the order of keys in the documents", () => {
  fc.assert(
    fc.property(aBundleAndRequest(), ([bundle, request, epochMs]) => {
      const once = plan(bundle, request, epochMs);

      expect(plan(bundle, request, epochMs)).toEqual(once);
      expect(plan(reversed(bundle), reversed(request), epochMs)).toEqual(once);
    }),
    RUNS,
  );
});

/** A deep copy with the keys of every object in reverse; lists keep their order. */
function reversed<T>(value: T): T {
  return JSON.parse(JSON.stringify(value), (_, held: unknown) =>
    typeof held === "object" && held !== null && !Array.isArray(held)
      ? Object.fromEntries(Object.entries(held).toReversed())
      : held,
  );
}

test("no endpoint stands twice in a rung", () => {
  fc.assert(
    fc.property(aBundleAndRequest(), ([bundle, request, epochMs]) => {
      for (const ids of idsByRung(plan(bundle, request, epochMs))) {
        expect(new Set(ids).size).toBe(ids.length);
      }
    }),
    RUNS,
  );
});
