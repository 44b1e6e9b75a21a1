import type { Reason } from "@switchyard/contract";
import { expect, test } from "vitest";
import { foundingRequest } from "./arbitraries.ts";
import { reasonWords } from "./reason-words.ts";

test.each([
  [
    { code: "lifecycle-not-allowed", have: "deprecated", need: [], pointer: "/envelope" },
    "lifecycle deprecated; risk low allows none",
  ],
  [
    {
      code: "lifecycle-not-allowed",
      have: "retired",
      need: ["managed"],
      pointer: "catalog:/models/a/lifecycle",
    },
    "it is retired; only managed may be called",
  ],
  [
    {
      code: "lifecycle-not-allowed",
      have: "2026-11-25",
      need: "2026-11-26",
      pointer: "catalog:/models/a/sunset",
    },
    "its sunset day 2026-11-25 has come by 2026-11-26",
  ],
  [
    { code: "risk-not-approved", have: "low", need: "high", pointer: "catalog:" },
    "approved up to risk low; the request's risk is high",
  ],
  [
    { code: "retention-required", have: false, need: true, pointer: "/envelope" },
    "the provider may keep data; risk low needs zero retention",
  ],
  [
    { code: "provider-denied", have: "google", need: ["google", "x"], pointer: "/envelope" },
    "provider google; risk low denies google, x",
  ],
  [
    { code: "residency-not-allowed", have: "us", need: ["eu"], pointer: "/envelope" },
    "region us; residency any allows eu",
  ],
  [
    { code: "capability-missing", have: [], need: ["tools"], pointer: "request:/capabilities" },
    "offers none; the request needs tools",
  ],
  [
    { code: "context-too-small", have: 8_000, need: 9_000, pointer: "/routes/0/requires" },
    "window of 8000 tokens; the route needs 9000",
  ],
  [
    { code: "latency-over-limit", have: 900, need: 800, pointer: "request:/slaMs" },
    "p95 900 ms; the request allows 800 ms",
  ],
  [
    { code: "quality-below-floor", have: 0.7, need: 0.8, pointer: "/routes/0/limits" },
    "quality 0.7 for faq; the floor here is 0.8",
  ],
  [
    { code: "quality-unmeasured", have: null, need: 0.8, pointer: "/routes/0/limits" },
    "no quality score for faq; the floor here is 0.8",
  ],
  [
    { code: "cost-over-ceiling", have: 12_345, need: 10_000, pointer: "/routes/0/limits" },
    "$0.012345 per success; the route allows $0.01",
  ],
  [
    { code: "tier-above-cap", have: "premium", need: "medium", pointer: "/ladder" },
    "tier premium; the rung goes up to medium",
  ],
  [
    { code: "tier-above-cap", have: "premium", need: null, pointer: "/ladder" },
    "tier premium; the rung goes up to none",
  ],
  [
    { code: "intent-not-on-rung", have: "faq", need: ["plan"], pointer: "/ladder" },
    "intent faq; the rung is for plan",
  ],
  [
    { code: "excluded-by-request", have: "a/b", need: ["c"], pointer: "request:/only" },
    "the request asks for only c",
  ],
  [
    { code: "excluded-by-request", have: "a/b", need: ["a"], pointer: "request:/exclude" },
    "the request excludes a",
  ],
  [
    { code: "excluded-by-request", have: "a/b#us", need: "c#us", pointer: "request:/noFallback" },
    "the request asks for no fallback; its one endpoint is c#us",
  ],
  [
    { code: "breaker-open", have: "open", need: "closed", pointer: "/defaults/breaker" },
    "its breaker is open; it must be closed",
  ],
  [
    { code: "endpoint-absent", have: "KEY is not set", need: "callable", pointer: "catalog:" },
    "cannot be called here: KEY is not set",
  ],
  [
    { code: "attempts-spent", have: 2, need: 2, pointer: "/defaults/attempts/perEndpoint" },
    "attempts made: 2; at most 2 for one endpoint",
  ],
  [
    { code: "quota-exhausted", have: 0, need: 1, pointer: "/routes/0/quota" },
    "quota left: 0; needed: 1",
  ],
  [
    { code: "budget-exhausted", have: 500, need: 1_000_000, pointer: "/budgets/0" },
    "budget left: $0.0005; needed: $1.00",
  ],
  [
    { code: "budget-exhausted", have: null, need: 1_000_000, pointer: "/budgets/0" },
    "budget left: none; needed: $1.00",
  ],
] satisfies readonly (readonly [Reason, string])[])("%j reads %s", (reason, words) => {
  expect(reasonWords(reason, foundingRequest())).toBe(words);
});
