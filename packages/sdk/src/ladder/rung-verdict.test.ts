import {
  FAILURE_KINDS,
  type AttemptOutcome,
  type AttemptSummary,
  type Decision,
  type Rejection,
} from "@switchyard/contract";
import { failureRule } from "@switchyard/providers";
import { expect, test } from "vitest";
import { A_CLASS } from "../../test/sample-bundle.ts";
import type { StopCause } from "../climb/climb-state.ts";
import { rungVerdict } from "./rung-verdict.ts";

const DENIAL = { budgetId: "day", neededMicroUsd: 2, leftMicroUsd: 1 };

const OPEN = { code: "breaker-open", have: "open", need: "closed", pointer: "" } as const;

/** Rung `full`, entered while an endpoint was kept out for these reasons. */
function enteredFor(...reasons: Rejection["reasons"]): Decision {
  const endpoint = { id: "alpha/quick#us", model: "alpha/quick", provider: "alpha", region: "us" };
  return { rung: "full", endpoints: [], rejections: [{ endpoint, via: "quick", reasons }] };
}

function enteredWith(have: string): Decision {
  return enteredFor({ ...OPEN, have });
}

function verdictOf(
  have: string,
  cause: StopCause,
  denials: Readonly<Record<string, typeof DENIAL>> = {},
): string {
  const state = { history: [], calls: {}, entered: [enteredWith(have)], denials };
  return rungVerdict({ request: A_CLASS }, state, { kind: "stopped", cause }, "full").verdict;
}

test("an endpoint that is out by its breaker speaks against its rung, unless time or money ran out", () => {
  expect(verdictOf("open", "no-endpoint")).toBe("failed");
  expect(verdictOf("open", "deadline")).toBe("neutral");
  expect(verdictOf("open", "budget", { day: DENIAL })).toBe("neutral");
});

test("an endpoint that rests for a used-up rate limit is well", () => {
  expect(verdictOf("open (rate limit used up, full again in 9 ms)", "no-endpoint")).toBe("neutral");
});

test("a breaker speaks against its rung beside any other reason, and no other reason does", () => {
  const spent = { ...OPEN, code: "attempts-spent" } as const;
  const verdictFor = (...reasons: Rejection["reasons"]): string => {
    const state = { history: [], calls: {}, entered: [enteredFor(...reasons)], denials: {} };
    const ending = { kind: "stopped", cause: "no-endpoint" } as const;
    return rungVerdict({ request: A_CLASS }, state, ending, "full").verdict;
  };
  expect(verdictFor(spent, OPEN)).toBe("failed");
  expect(verdictFor(spent)).toBe("neutral");
});

test("an ask says nothing of a rung that it did not come to", () => {
  const state = { history: [], calls: {}, entered: [enteredWith("open")], denials: {} };
  const ending = { kind: "stopped", cause: "no-endpoint" } as const;
  expect(rungVerdict({ request: A_CLASS }, state, ending, "summary").verdict).toBe("neutral");
});

function callOf(outcome: AttemptOutcome): AttemptSummary {
  return {
    attemptId: "ask/1",
    kind: "first",
    endpoint: "alpha/quick#us",
    rung: "full",
    outcome,
    latencyMs: 1,
    costMicroUsd: 0,
  };
}

const OVERLOADED = { history: [callOf("overloaded")], calls: {}, entered: [], denials: {} };

test("a call speaks against its rung where another endpoint may mend its failure, but for money", () => {
  const ending = { kind: "stopped", cause: "no-endpoint" } as const;
  const against = (["ok", "outrun", ...FAILURE_KINDS] as const).filter((outcome) => {
    const state = { history: [callOf(outcome)], calls: {}, entered: [], denials: {} };
    const { verdict, reason } = rungVerdict({ request: A_CLASS }, state, ending, "full");
    expect(reason).toBe(verdict === "failed" ? `${outcome} at alpha/quick#us` : "");
    return verdict === "failed";
  });
  expect(against).toEqual(
    FAILURE_KINDS.filter(
      (kind) => failureRule(kind).failover === "yes" && kind !== "budget-denied",
    ),
  );
});

test("an answer speaks for the rung that gave it, and for no other that failed before", () => {
  const verdictBy = (rung: "full" | "constrained") =>
    rungVerdict({ request: A_CLASS }, OVERLOADED, { kind: "answered", attempt: { rung } }, "full");
  expect(verdictBy("full")).toEqual({ verdict: "answered", reason: "" });
  expect(verdictBy("constrained").verdict).toBe("failed");
});

test("an ask that was aborted says nothing of a rung on which a call failed", () => {
  const { verdict } = rungVerdict({ request: A_CLASS }, OVERLOADED, { kind: "aborted" }, "full");
  expect(verdict).toBe("neutral");
});
