import type { Capability, DecisionState } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { aBundleAndRequest } from "../plan/arbitraries.ts";
import { aStateOf } from "../request/arbitraries.ts";
import {
  foundingBundle,
  foundingRequest,
  foundingWithModel,
  foundingWithRoute,
  NOON_MS,
} from "./arbitraries.ts";
import { explain } from "./explain.ts";
import { formatExplanation } from "./format-explanation.ts";

const CALM: DecisionState = { breakers: {}, attempts: {}, absent: {}, remainingMs: 60_000 };

test("the text shows who is tried in which order, who is not, and why", () => {
  const explanation = explain(
    foundingBundle(),
    foundingRequest({ residency: "eu" }),
    { ...CALM, absent: { "openai/fast#eu": "OPENAI_API_KEY is not set" } },
    NOON_MS,
  );

  expect(formatExplanation(explanation)).toMatchInlineSnapshot(`
    "policy founding version 3 (555555555555), prices of 2026-11-24
    request faq, risk low, segment free, locale other, residency eu, within 1800 ms, 900 input tokens
            (small), needs no capability
    route fast

    rung full
      1. google/fast#eu  small, $0.003263 per success, p95 900 ms, quality 0.81
      left out
        google/fast#us
          region us; residency eu allows eu (/envelope/residency/eu)
        openai/fast#us
          region us; residency eu allows eu (/envelope/residency/eu)
        openai/fast#eu
          cannot be called here: OPENAI_API_KEY is not set (catalog:/providers/openai/endpoints/eu)

    rung constrained
      1. google/fast#eu  small, $0.003263 per success, p95 900 ms, quality 0.81
      left out
        google/fast#us
          region us; residency eu allows eu (/envelope/residency/eu)
        openai/fast#us
          region us; residency eu allows eu (/envelope/residency/eu)
        openai/fast#eu
          cannot be called here: OPENAI_API_KEY is not set (catalog:/providers/openai/endpoints/eu)

    then the static answer of the policy"
  `);
});

test("the text shows what comes by a fallback, is not measured, and where nothing is left", () => {
  const limits = { latencyMsMax: 9_000, costPerTaskMicroUsdMax: 250_000 };
  const quick = { firstTokenMsP50: 300, msP50: 500, msP95: 1_500, outputTokensPerSecond: 100 };
  const ladder = ["full"] as const;
  const bundle = foundingWithRoute(
    2,
    { limits: { ...limits, qualityFloor: "unmeasured" } },
    foundingWithRoute(
      1,
      { candidates: ["openai/fast"], fallback: "reasoning", ladder },
      foundingWithModel("openai/reasoning", { latency: quick }),
    ),
  );
  const textOf = (capabilities: readonly Capability[]): string =>
    formatExplanation(explain(bundle, foundingRequest({ capabilities }), CALM, NOON_MS));

  expect(textOf([])).toMatchInlineSnapshot(`
    "policy founding version 3 (555555555555), prices of 2026-11-24
    request faq, risk low, segment free, locale other, residency any, within 1800 ms, 900 input tokens
            (small), needs no capability
    route fast

    rung full
      1. openai/fast#eu       small, $0.006526 per success, p95 1600 ms, quality 0.9
      2. openai/fast#us       small, $0.006526 per success, p95 1600 ms, quality 0.9
      3. openai/reasoning#eu  premium, $0.032632 per success, p95 1500 ms, unmeasured, by fallback
            reasoning
      4. openai/reasoning#us  premium, $0.032632 per success, p95 1500 ms, unmeasured, by fallback
            reasoning

    then an error: the ladder has no static answer"
  `);
  expect(textOf(["tools", "vision"])).toMatchInlineSnapshot(`
    "policy founding version 3 (555555555555), prices of 2026-11-24
    request faq, risk low, segment free, locale other, residency any, within 1800 ms, 900 input tokens
            (small), needs tools, vision
    route fast

    rung full: no endpoint
      left out
        openai/fast#eu
          offers tools; the request needs tools, vision (request:/capabilities)
        openai/fast#us
          offers tools; the request needs tools, vision (request:/capabilities)
        openai/reasoning#eu, by fallback reasoning
          offers tools; the request needs tools, vision (request:/capabilities)
        openai/reasoning#us, by fallback reasoning
          offers tools; the request needs tools, vision (request:/capabilities)

    then an error: the ladder has no static answer"
  `);
});

test("a policy's rules are shown by file and line where they are known", () => {
  const explanation = explain(
    foundingBundle(),
    foundingRequest({ residency: "eu", slaMs: 1_000 }),
    CALM,
    NOON_MS,
  );
  const text = formatExplanation(explanation, () => ({
    file: "policy.yaml",
    line: 12,
    column: 3,
  }));

  expect(text).toContain("region us; residency eu allows eu (policy.yaml:12)");
  expect(text).toContain("p95 1600 ms; the request allows 1000 ms (request:/slaMs)");
});

test("a closed rung says why, since when and until when, and no other rung does", () => {
  const open = explain(foundingBundle(), foundingRequest(), CALM, NOON_MS);
  const closure = { cause: "3 asks in a row failed on it", forMs: 1_500.7, leftMs: 58_499.3 };
  const linesOf = (leftMs: number): readonly string[] =>
    formatExplanation({ ...open, closed: [{ rung: "full", ...closure, leftMs }] }).split("\n");

  const lines = linesOf(closure.leftMs);
  expect(lines[lines.indexOf("rung full") + 1]).toBe(
    "  closed for 1500 ms (3 asks in a row failed on it); an ask may try it in 58500 ms",
  );
  expect(lines.filter((line) => line.includes("closed for"))).toHaveLength(1);
  expect(linesOf(0)).toContain(
    "  closed for 1500 ms (3 asks in a row failed on it); another ask tries it now",
  );
  expect(formatExplanation(open)).not.toContain("closed for");
});

test("a route with a quota tells what the last ask was told of it", () => {
  const explanation = explain(foundingBundle(), foundingRequest(), CALM, NOON_MS);
  const told = { askedAtMs: NOON_MS - 1_500.2, segment: "free" };
  const refusal = { limit: "requestsPerMinute", value: 6, retryAfterMs: 9_900 } as const;
  expect(formatExplanation({ ...explanation, quota: told }).split("\n")).toContain(
    "quota: 1500 ms ago an ask of segment free was let in",
  );
  const refused = formatExplanation({ ...explanation, quota: { ...told, refusal } });
  expect(refused.replaceAll(/\s+/g, " ")).toContain(
    "segment free was refused: requestsPerMinute 6 had no room; it may have after 9900 ms",
  );
});

test("a request without a route gets the policy's reason, or that there is none", () => {
  const bundle = foundingBundle();
  const closed = { ...bundle, policy: { ...bundle.policy, routes: [] } };
  const gap = { intents: ["faq"], risks: ["low"], reason: "we answer no questions" };
  const explained = { ...closed, policy: { ...closed.policy, intendedGaps: [gap] } };
  const textOf = (some: typeof bundle): string =>
    formatExplanation(explain(some, foundingRequest(), CALM, NOON_MS));

  expect(textOf(closed)).toMatch(/no route: no route takes this class$/);
  expect(textOf(explained)).toMatch(/no route: we answer no questions$/);
});

test("equal explanations give equal text, within 100 columns, that names every candidate", () => {
  const some = aBundleAndRequest().chain(([bundle, request, epochMs]) =>
    fc.tuple(fc.constant([bundle, request, epochMs] as const), aStateOf(bundle)),
  );

  fc.assert(
    fc.property(some, ([[bundle, request, epochMs], state]) => {
      const explanation = explain(bundle, request, state, epochMs);
      const text = formatExplanation(explanation);

      expect(formatExplanation(structuredClone(explanation))).toBe(text);
      for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
      for (const { endpoints, rejections } of explanation.rungs) {
        for (const { id } of endpoints) expect(text).toContain(`. ${id} `);
        for (const { endpoint, reasons } of rejections) {
          expect(text).toContain(`\n    ${endpoint.id}`);
          expect(reasons.length).toBeGreaterThan(0);
        }
      }
      expect(text).not.toContain("undefined");
    }),
  );
});
