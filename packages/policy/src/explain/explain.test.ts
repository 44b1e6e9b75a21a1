import type { DecisionState } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { aBundleAndRequest } from "../plan/arbitraries.ts";
import { decide } from "../plan/decide.ts";
import { plan } from "../plan/plan.ts";
import { aStateOf } from "../request/arbitraries.ts";
import { foundingBundle, foundingRequest, NOON_MS } from "./arbitraries.ts";
import { explain } from "./explain.ts";

const CALM: DecisionState = { breakers: {}, attempts: {}, absent: {}, remainingMs: 60_000 };

test("an explanation is the plan, each rung decided, for the very request", () => {
  const some = aBundleAndRequest().chain(([bundle, request, epochMs]) =>
    fc.tuple(fc.constant([bundle, request, epochMs] as const), aStateOf(bundle)),
  );

  fc.assert(
    fc.property(some, ([[bundle, request, epochMs], state]) => {
      const { rungs, ...planned } = plan(bundle, request, epochMs);
      const { perEndpoint } = bundle.policy.defaults.attempts;

      expect(explain(bundle, request, state, epochMs)).toStrictEqual({
        ...planned,
        policy: { name: "wild", version: 1 },
        bundleHash: bundle.hash,
        request,
        atMs: epochMs,
        rungs: rungs.map((planned) => {
          const { rung, endpoints, rejections } = decide(planned, state, perEndpoint);
          return { rung, endpoints, rejections };
        }),
      });
    }),
  );
});

test("what live state takes away is explained beside what the policy does", () => {
  const { rungs } = explain(
    foundingBundle(),
    foundingRequest({ residency: "eu" }),
    { ...CALM, breakers: { "google/fast#eu": "open" } },
    NOON_MS,
  );

  expect(rungs[0]?.endpoints.map(({ id }) => id)).toEqual(["openai/fast#eu"]);
  expect(
    rungs[0]?.rejections.map(({ endpoint, reasons }) => [endpoint.id, reasons[0]?.code]),
  ).toEqual([
    ["google/fast#us", "residency-not-allowed"],
    ["openai/fast#us", "residency-not-allowed"],
    ["google/fast#eu", "breaker-open"],
  ]);
});
