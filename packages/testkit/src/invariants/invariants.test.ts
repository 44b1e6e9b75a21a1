import type { SwitchyardEvent } from "@switchyard/contract";
import { expect, test } from "vitest";
import { oneAsk, smallBundle } from "../fixtures/one-ask.ts";
import { breachesOf, invariants } from "./invariants.ts";
import type { AskRecord } from "./trace.ts";
import { traceOf } from "./trace-of.ts";

const BUNDLE = smallBundle();
const request = { intent: "faq", risk: "low", slaMs: 2_000, input: "Why?" };

function broken(
  events: readonly SwitchyardEvent[],
  asks: Readonly<Record<string, AskRecord>> = {},
): readonly string[] {
  return breachesOf(traceOf([BUNDLE], events, asks)).map(
    ({ invariant, message }) => `${invariant}: ${message}`,
  );
}

/** Events of an ask, changed where they are of one type. */
function changed<Type extends SwitchyardEvent["type"]>(
  type: Type,
  change: (event: Extract<SwitchyardEvent, { type: Type }>) => readonly SwitchyardEvent[],
): readonly SwitchyardEvent[] {
  const isOfType = (event: SwitchyardEvent): event is Extract<SwitchyardEvent, { type: Type }> =>
    event.type === type;
  return oneAsk().flatMap((event) => (isOfType(event) ? change(event) : [event]));
}

const STATIC: readonly SwitchyardEvent[] = changed("ask-answered", (event) => {
  const { endpoint: _endpoint, ...rest } = { ...event, endpoint: undefined };
  return [{ ...rest, rung: "static", why: "no-endpoint", costMicroUsd: 0, attempts: 0 }];
}).filter(({ type }) => ["ask-received", "route-decided", "ask-answered"].includes(type));

const withoutDecision = STATIC.filter(({ type }) => type !== "route-decided");

const closed: SwitchyardEvent = {
  type: "rung-changed",
  atMs: 0,
  bundle: BUNDLE.bundle.hash.slice(0, 12),
  route: "main",
  rung: "full",
  to: "closed",
  cause: "3 asks in a row failed on it",
};

test("right traces break nothing: an answer, a static one after its rungs, and past a closed rung", () => {
  expect(broken([...oneAsk(), ...oneAsk({ askId: "r-2" })])).toEqual([]);
  expect(broken(STATIC)).toEqual([]);
  expect(broken([closed, ...withoutDecision])).toEqual([]);
});

const FAULTY: Readonly<Record<string, readonly [readonly SwitchyardEvent[], RegExp]>> = {
  "a call to a model that no route lists": [
    oneAsk({ endpoint: "gamma/none#us" }),
    /^envelope-never-widened: unknown-endpoint/,
  ],
  "an ask that never ends": [oneAsk({ without: ["ask-answered"] }), /^every-ask-ends: .* never/],
  "an ask that ends twice": [
    changed("ask-answered", (event) => [event, event]),
    /^every-ask-ends: .* ended twice/,
  ],
  "an answer on a rung that the ladder lacks": [
    changed("ask-answered", (event) => [{ ...event, rung: "summary" }]),
    /^every-ask-ends: .* on rung summary/,
  ],
  "an error that is an accident": [
    changed("ask-answered", ({ atMs, bundle, askId, taskId, latencyMs, costMicroUsd }) => [
      {
        type: "ask-failed",
        atMs,
        bundle,
        askId,
        taskId,
        latencyMs,
        costMicroUsd,
        attempts: 1,
        code: "TypeError",
        message: "x is not a function",
      },
    ]),
    /^every-ask-ends: .* unknown code TypeError/,
  ],
  "two holds that are more than the cap": [
    [
      ...oneAsk({ reservedMicroUsd: 600_000, without: ["budget-settled"] }).slice(0, 3),
      ...oneAsk({ askId: "r-2", reservedMicroUsd: 600_000 }),
    ],
    /^budget-never-exceeded: Budget day has 1200000 micro-USD held and spent of 1000000/,
  ],
  "a spend that a later hold ignores": [
    [
      ...oneAsk({ reservedMicroUsd: 900_000, costMicroUsd: 900_000 }),
      ...oneAsk({ askId: "r-2", reservedMicroUsd: 200_000 }),
    ],
    /^budget-never-exceeded: Budget day has 1100000/,
  ],
  "a hold that is forgotten": [
    oneAsk({ without: ["budget-settled"], costMicroUsd: 0 }),
    /^reservations-end-once: Reservation r-1\/1 never ended/,
  ],
  "an answer after its time": [oneAsk({ latencyMs: 2_001 }), /^deadline-kept: It took 2001 ms/],
  "a call with time beyond the deadline": [
    changed("attempt-started", (event) => [{ ...event, timeoutMs: 2_500 }]),
    /^deadline-kept: Attempt r-1\/1 may last 500 ms past/,
  ],
  "a model without a needed capability": [
    oneAsk({ endpoint: "beta/plain#us", capabilities: ["tools"] }),
    /^capability-kept: It needs tools/,
  ],
  "a model whose context is too small": [
    oneAsk({ contextTokens: 100_001 }),
    /^capability-kept: It has 100001 tokens/,
  ],
  "a model below the floor": [
    oneAsk({ endpoint: "alpha/poor#us" }),
    /^quality-floor-before-cost: alpha\/poor scores 0.5; rung full asks 0.8/,
  ],
  "an answer that no gate saw": [
    oneAsk({ without: ["answer-judged"] }),
    /^gates-on-every-answer: .* no gate of main saw it/,
  ],
  "an answer that its gates refused": [
    changed("answer-judged", (event) => [{ ...event, outcome: "failed", failed: ["non-empty"] }]),
    /^gates-on-every-answer: .* failed non-empty/,
  ],
  "an event under a policy that was not in force": [
    changed("budget-settled", (event) => [{ ...event, bundle: "ffffffffffff" }]),
    /^policy-hash-on-every-event: Event budget-settled names bundle "ffffffffffff"/,
  ],
  "a static answer though a rung was open": [
    withoutDecision,
    /^static-rung-last: It went to static for no-endpoint, and rung full was open/,
  ],
  "a call after the end": [
    [
      ...oneAsk(),
      ...oneAsk().flatMap((event) =>
        ["attempt-started", "attempt-ended"].includes(event.type) ? [event] : [],
      ),
    ],
    /^no-call-after-end: Attempt r-1\/1 began after the end/,
  ],
  "an attempt that cost more than was charged": [
    changed("budget-settled", (event) => [{ ...event, amountMicroUsd: 999 }]),
    /^spend-adds-up: Attempt r-1\/1 cost 1000 micro-USD; 999 were charged/,
  ],
  "an ask that reports less than its attempts cost": [
    changed("ask-answered", (event) => [{ ...event, costMicroUsd: 1 }]),
    /^spend-adds-up: It reports 1 attempts for 1 micro-USD; its 1 attempts cost 1000/,
  ],
  "like requests of which one is barred for less": [
    [...oneAsk(), ...oneAsk({ askId: "r-2", rejected: {} })],
    /^no-silent-drift: Like requests were decided "alpha\/poor#us quality-below-floor", and now ""/,
  ],
};

test.each(Object.entries(FAULTY))("%s is a breach", (_, [events, breach]) => {
  expect(broken(events)).toContainEqual(expect.stringMatching(breach));
});

test("what only callers know is held too: the stated risk, an abort, an empty text", () => {
  const high = { "r-1": { request: { ...request, risk: "high" } } };
  expect(broken(oneAsk(), high)).toEqual([
    "risk-never-lowered: It was asked at risk high and routed at low.",
  ]);
  const aborted = { "r-1": { request, abortedAtMs: 999 } };
  expect(broken(oneAsk(), aborted)).toEqual([
    "no-call-after-end: Attempt r-1/1 began after its abort.",
  ]);
});

test("every invariant has a name of its own and says what it guards", () => {
  expect(new Set(invariants.map(({ name }) => name)).size).toBe(14);
  for (const { guards } of invariants) expect(guards).toMatch(/^[A-Z].*\.$/);
});
