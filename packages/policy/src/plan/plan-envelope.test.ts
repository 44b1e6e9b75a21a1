import type { Bundle, RequestClass } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { utcDay } from "../price/utc-day.ts";
import { aStateOf } from "../request/arbitraries.ts";
import { aBundleAndRequest, idsByRung, plannedIn } from "./arbitraries.ts";
import { decide } from "./decide.ts";
import { plan } from "./plan.ts";

/** Whether the envelope lets a request reach an endpoint: said again, from the documents' words. */
function isInsideEnvelope(
  { policy, catalog }: Bundle,
  request: RequestClass,
  epochMs: number,
  { model: id, region }: { readonly model: string; readonly region: string },
): boolean {
  const { envelope, domains } = policy;
  const model = catalog.models[id];
  if (model === undefined) return false;
  return (
    model.lifecycle !== "retired" &&
    (own(envelope.lifecycles, request.risk) ?? []).includes(model.lifecycle) &&
    (model.sunset === undefined || utcDay(epochMs) < model.sunset) &&
    domains.risks.indexOf(model.approvedRisk) >= domains.risks.indexOf(request.risk) &&
    (!envelope.zeroRetention.includes(request.risk) ||
      catalog.providers[model.provider]?.zeroRetention === true) &&
    !(own(envelope.denyProviders, request.risk) ?? []).includes(model.provider) &&
    (own(envelope.residency, request.residency) ?? [region]).includes(region)
  );
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.entries(record).find(([name]) => name === key)?.[1];
}

test("nothing outside the envelope is planned, by any rung, fallback or override", () => {
  fc.assert(
    fc.property(aBundleAndRequest(), ([bundle, request, epochMs]) => {
      for (const endpoint of plannedIn(plan(bundle, request, epochMs))) {
        expect(isInsideEnvelope(bundle, request, epochMs, endpoint)).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

test("no outage, failed call or lack of time brings in anything outside the envelope", () => {
  const scenario = aBundleAndRequest().chain(([bundle, request, epochMs]) =>
    fc.tuple(fc.constant([bundle, request, epochMs] as const), aStateOf(bundle)),
  );
  fc.assert(
    fc.property(scenario, ([[bundle, request, epochMs], state]) => {
      for (const rung of plan(bundle, request, epochMs).rungs) {
        for (const endpoint of decide(rung, state, 2).endpoints) {
          expect(rung.endpoints).toContain(endpoint);
          expect(isInsideEnvelope(bundle, request, epochMs, endpoint)).toBe(true);
        }
      }
    }),
    { numRuns: 250 },
  );
});

test("where the envelope tightens with risk, a higher risk reaches nothing that a lower may not", () => {
  fc.assert(
    fc.property(aBundleAndRequest(), ([wild, request, epochMs]) => {
      const { risks } = wild.policy.domains;
      const { lifecycles, denyProviders, zeroRetention } = wild.policy.envelope;
      const upTo = (risk: string): readonly string[] => risks.slice(0, risks.indexOf(risk) + 1);
      const tightening = {
        ...wild.policy.envelope,
        lifecycles: Object.fromEntries(
          risks.map((risk) => [
            risk,
            (["experimental", "managed", "deprecated"] as const).filter((lifecycle) =>
              upTo(risk).every((lower) => own(lifecycles, lower)?.includes(lifecycle) === true),
            ),
          ]),
        ),
        denyProviders: Object.fromEntries(
          risks.map((risk) => [
            risk,
            upTo(risk).flatMap((lower) => own(denyProviders, lower) ?? []),
          ]),
        ),
        zeroRetention: risks.filter((risk) =>
          upTo(risk).some((lower) => zeroRetention.includes(lower)),
        ),
      };
      const bundle = { ...wild, policy: { ...wild.policy, envelope: tightening } };

      for (const endpoint of plannedIn(plan(bundle, request, epochMs))) {
        for (const risk of upTo(request.risk)) {
          expect(isInsideEnvelope(bundle, { ...request, risk }, epochMs, endpoint)).toBe(true);
        }
      }
    }),
    { numRuns: 250 },
  );
});

test("overrides only take endpoints away; those that stay keep their order", () => {
  fc.assert(
    fc.property(aBundleAndRequest(), ([bundle, request, epochMs]) => {
      const narrowed = idsByRung(plan(bundle, request, epochMs));
      const open = idsByRung(plan(bundle, { ...request, overrides: {} }, epochMs));

      expect(narrowed).toHaveLength(open.length);
      for (const [index, ids] of narrowed.entries()) {
        expect(open[index]?.filter((id) => ids.includes(id))).toEqual(ids);
      }
    }),
    { numRuns: 500 },
  );
});

test("a request without fallback has one endpoint at most: the best of the first rung", () => {
  fc.assert(
    fc.property(aBundleAndRequest(), ([bundle, request, epochMs]) => {
      const overrides = { ...request.overrides, noFallback: false };
      const free = plan(bundle, { ...request, overrides }, epochMs);
      const strict = plan(
        bundle,
        { ...request, overrides: { ...overrides, noFallback: true } },
        epochMs,
      );

      expect(plannedIn(strict)).toEqual(free.rungs[0]?.endpoints.slice(0, 1) ?? []);
    }),
    { numRuns: 250 },
  );
});
