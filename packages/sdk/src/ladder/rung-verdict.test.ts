import type { Decision, RequestClass } from "@switchyard/contract";
import { expect, test } from "vitest";
import type { StopCause } from "../climb/climb-state.ts";
import { rungVerdict } from "./rung-verdict.ts";

const REQUEST: RequestClass = {
  intent: "faq",
  risk: "low",
  segment: "free",
  locale: "other",
  residency: "any",
  slaMs: 10_000,
  contextTokens: 100,
  workload: "small",
  capabilities: [],
  overrides: {},
};
const DENIAL = { budgetId: "day", neededMicroUsd: 2, leftMicroUsd: 1 };

/** Rung `full`, entered while an endpoint was kept out so. */
function enteredWith(have: string): Decision {
  const endpoint = { id: "alpha/quick#us", model: "alpha/quick", provider: "alpha", region: "us" };
  const reason = { code: "breaker-open", have, need: "closed", pointer: "" } as const;
  return {
    rung: "full",
    endpoints: [],
    rejections: [{ endpoint, via: "quick", reasons: [reason] }],
  };
}

function verdictOf(
  have: string,
  cause: StopCause,
  denials: Readonly<Record<string, typeof DENIAL>> = {},
): string {
  const state = { history: [], calls: {}, entered: [enteredWith(have)], denials };
  return rungVerdict({ request: REQUEST }, state, { kind: "stopped", cause }, "full").verdict;
}

test("an endpoint that is out by its breaker speaks against its rung, unless time or money ran out", () => {
  expect(verdictOf("open", "no-endpoint")).toBe("failed");
  expect(verdictOf("open", "deadline")).toBe("neutral");
  expect(verdictOf("open", "budget", { day: DENIAL })).toBe("neutral");
});

test("an endpoint that rests for a used-up rate limit is well", () => {
  expect(verdictOf("open (rate limit used up, full again in 9 ms)", "no-endpoint")).toBe("neutral");
});

test("an ask says nothing of a rung that it did not come to", () => {
  const state = { history: [], calls: {}, entered: [enteredWith("open")], denials: {} };
  const ending = { kind: "stopped", cause: "no-endpoint" } as const;
  expect(rungVerdict({ request: REQUEST }, state, ending, "summary").verdict).toBe("neutral");
});
