import type { BreakerSettings, BreakerWord } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  admitCall,
  breakerWord,
  endCall,
  hearBreaker,
  NEW_BREAKER,
  phaseFor,
  type BreakerState,
  type BreakerTurn,
  type CallEnd,
} from "./breaker.ts";

const settings: BreakerSettings = {
  consecutiveFailures: 5,
  windowMs: 10_000,
  failureRate: 0.5,
  slowCallMs: 1_000,
  slowCallRate: 0.8,
  callsMin: 10,
  openForMs: 15_000,
  halfOpenProbes: 2,
};
const passed: CallEnd = { verdict: "passed", reason: "ok", durationMs: 10 };
const slow: CallEnd = { ...passed, durationMs: 1_000 };
const failed: CallEnd = { verdict: "failed", reason: "overloaded", durationMs: 10 };
const barred: CallEnd = { verdict: "barred", reason: "auth", durationMs: 10 };
const neutral: CallEnd = { verdict: "neutral", reason: "cancelled", durationMs: 10 };

function call(state: BreakerState, end: CallEnd, nowMs: number): BreakerTurn {
  const admitted = admitCall(state, settings);
  return endCall(admitted.state, admitted.state.generation, end, settings, nowMs);
}

function calls(state: BreakerState, ends: readonly CallEnd[], nowMs = 0): BreakerTurn {
  let turn: BreakerTurn = { state };
  for (const end of ends) turn = call(turn.state, end, nowMs);
  return turn;
}

const times = (count: number, end: CallEnd): readonly CallEnd[] => Array(count).fill(end);

test("opens after so many failures in a row, and says so", () => {
  expect(calls(NEW_BREAKER, times(4, failed)).state.phase).toBe("closed");
  const turn = calls(NEW_BREAKER, times(5, failed));
  expect(turn.state.phase).toBe("open");
  expect(turn.cause).toBe("5 failures in a row, the last: overloaded");
});

test("a success, and silence for longer than the window, begin the row anew", () => {
  const four = calls(NEW_BREAKER, times(4, failed)).state;
  expect(calls(four, [passed, ...times(4, failed)]).state.phase).toBe("closed");
  expect(call(four, failed, 3_600_000).state.phase).toBe("closed");
  expect(call(four, failed, 10_000).state.phase).toBe("open");
});

test("opens by failure rate and by slow-call rate once there are enough calls", () => {
  const mixed = [failed, passed, failed, passed, failed, passed, failed, passed, passed];
  expect(calls(NEW_BREAKER, mixed).state.phase).toBe("closed");
  expect(calls(NEW_BREAKER, [...mixed, failed]).cause).toBe("5 of 10 calls failed within 10000 ms");
  const turn = calls(NEW_BREAKER, [passed, passed, ...times(8, slow)]);
  expect(turn.cause).toBe("8 of 10 calls took 1000 ms or longer");
  expect(calls(NEW_BREAKER, [passed, passed, passed, ...times(7, slow)]).state.phase).toBe(
    "closed",
  );
});

test("a failure that bars the endpoint opens at once; a neutral end changes nothing", () => {
  expect(call(NEW_BREAKER, barred, 0)).toMatchObject({ state: { phase: "open" }, cause: "auth" });
  expect(call(NEW_BREAKER, neutral, 0).state).toBe(NEW_BREAKER);
});

test("stays open for its time, or for the provider's hint up to an hour", () => {
  const open = call(NEW_BREAKER, barred, 0).state;
  expect(phaseFor(open, settings, 14_999)).toBe("open");
  expect(phaseFor(open, settings, 15_000)).toBe("half-open");
  const hinted = call(NEW_BREAKER, { ...barred, retryAfterMs: 60_000 }, 0).state;
  expect(phaseFor(hinted, settings, 59_999)).toBe("open");
  const endless = call(NEW_BREAKER, { ...barred, retryAfterMs: 1e12 }, 0).state;
  expect(phaseFor(endless, settings, 3_600_000)).toBe("half-open");
});

test("half-open admits its probes and refuses the rest at once", () => {
  const open = call(NEW_BREAKER, barred, 0).state;
  const one = admitCall(open, settings);
  expect(one.cause).toContain("up to 2 probes");
  expect(phaseFor(one.state, settings, 15_000)).toBe("half-open");
  const two = admitCall(one.state, settings);
  expect(two.cause).toBeUndefined();
  expect(phaseFor(two.state, settings, 15_000)).toBe("open");
});

test("closes when all probes passed, opens when one fails, and takes a place back", () => {
  const open = call(NEW_BREAKER, barred, 0).state;
  const half = call(open, passed, 15_000);
  expect(half.state.phase).toBe("half-open");
  expect(call(half.state, passed, 15_001)).toMatchObject({
    state: { phase: "closed" },
    cause: "2 probes passed",
  });
  expect(call(half.state, failed, 15_001)).toMatchObject({
    state: { phase: "open", untilMs: 30_001 },
    cause: "a probe failed: overloaded",
  });
  const back = call(half.state, neutral, 15_001).state;
  expect(back).toEqual(half.state);
});

test("slow probes keep the breaker open", () => {
  const half = call(call(NEW_BREAKER, barred, 0).state, slow, 15_000).state;
  expect(call(half, slow, 15_001).cause).toBe("2 of 2 probes took 1000 ms or longer");
  expect(call(half, passed, 15_001).state.phase).toBe("closed");
});

test("an open breaker has let no call through that it could judge", () => {
  const open = call(NEW_BREAKER, barred, 0).state;
  expect(endCall(open, open.generation, failed, settings, 1)).toEqual({ state: open });
});

test("a call that began before a change of phase cannot speak after it", () => {
  const before = admitCall(NEW_BREAKER, settings).state;
  const open = call(NEW_BREAKER, barred, 0).state;
  expect(endCall(open, before.generation, failed, settings, 1).state).toBe(open);
  const half = admitCall(open, settings).state;
  expect(endCall(half, before.generation, failed, settings, 15_000).state).toBe(half);
  expect(endCall(half, before.generation, passed, settings, 15_000).state).toBe(half);
});

test("whatever happens, probes in flight stay within their number and changes have a cause", () => {
  const someActs = fc.array(
    fc.record({
      afterMs: fc.constantFrom(0, 1, 500, 15_000),
      ends: fc.boolean(),
      end: fc.constantFrom(passed, slow, failed, barred, neutral),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(someActs, (acts) => {
      let state = NEW_BREAKER;
      let nowMs = 0;
      const tickets: number[] = [];
      for (const { afterMs, ends, end } of acts) {
        nowMs += afterMs;
        const before = state.phase;
        const ticket = ends ? tickets.shift() : undefined;
        let turn: BreakerTurn = { state };
        if (ticket !== undefined) turn = endCall(state, ticket, end, settings, nowMs);
        else if (phaseFor(state, settings, nowMs) !== "open") {
          turn = admitCall(state, settings);
          tickets.push(turn.state.generation);
        }
        state = turn.state;
        expect(turn.cause === undefined).toBe(before === state.phase);
        const { inFlight, passed: done } =
          state.phase === "half-open" ? state : { inFlight: 0, passed: 0 };
        expect(inFlight).toBeGreaterThanOrEqual(0);
        expect(inFlight + done).toBeLessThanOrEqual(settings.halfOpenProbes);
      }
    }),
  );
});

const HOUR_MS = 3_600_000;
const OPEN = call(NEW_BREAKER, barred, 0).state;
const HALF_OPEN = admitCall(OPEN, settings).state;
const rest = (leftMs: number): BreakerWord => ({
  kind: "opened",
  endpoint: "a",
  leftMs,
  cause: "",
});
const CLOSED = { kind: "closed", endpoint: "a", cause: "2 probes passed" } as const;

test("rests that are heard, in whatever phase and order, come to the longest, an hour at most", () => {
  const someRests = fc.array(fc.integer({ min: 1, max: 2 * HOUR_MS }), { minLength: 1 });
  const anyState = fc.constantFrom(NEW_BREAKER, OPEN, HALF_OPEN);
  fc.assert(
    fc.property(anyState, someRests, fc.nat(20_000), (before, rests, nowMs) => {
      let state = before;
      for (const leftMs of [...rests, ...rests])
        state = hearBreaker(state, rest(leftMs), nowMs).state;
      const ownUntilMs = before.phase === "open" ? before.untilMs : 0;
      const heardUntilMs = nowMs + Math.min(HOUR_MS, Math.max(...rests));
      expect(state).toMatchObject({ phase: "open", untilMs: Math.max(ownUntilMs, heardUntilMs) });
    }),
  );
});

test("a closing that is heard closes, and the calls of before speak no more, nor after a rest", () => {
  for (const before of [OPEN, HALF_OPEN]) {
    const { state, cause } = hearBreaker(before, CLOSED, 1);
    expect(state.phase).toBe("closed");
    expect(cause).toBe("another process: 2 probes passed");
    expect(endCall(state, before.generation, barred, settings, 2).state).toBe(state);
  }
  expect(hearBreaker(NEW_BREAKER, CLOSED, 1)).toEqual({ state: NEW_BREAKER });
  const rested = hearBreaker(HALF_OPEN, rest(5_000), 15_000).state;
  expect(endCall(rested, HALF_OPEN.generation, passed, settings, 15_001).state).toBe(rested);
});

test("other processes are told of rests and closings, not of probes", () => {
  const opened = call(NEW_BREAKER, barred, 1_000);
  const word = { kind: "opened", endpoint: "a", cause: "auth", leftMs: 14_000 };
  expect(breakerWord("a", opened, 2_000)).toEqual(word);
  expect(breakerWord("a", { state: opened.state }, 2_000)).toBeUndefined();
  expect(breakerWord("a", admitCall(opened.state, settings), 16_000)).toBeUndefined();
  const cause = "2 probes passed";
  const closed = breakerWord("a", { state: NEW_BREAKER, cause }, 16_000);
  expect(closed).toEqual({ kind: "closed", endpoint: "a", cause });
});

test("every change of phase begins a generation that never was, whoever brings it about", () => {
  const anAct = fc.oneof(
    fc.constantFrom(passed, slow, failed, barred).map(
      (end) =>
        (state: BreakerState, nowMs: number): BreakerTurn =>
          phaseFor(state, settings, nowMs) === "open" ? { state } : call(state, end, nowMs),
    ),
    fc.constantFrom(CLOSED, rest(5_000)).map(
      (word) =>
        (state: BreakerState, nowMs: number): BreakerTurn =>
          hearBreaker(state, word, nowMs),
    ),
  );
  fc.assert(
    fc.property(fc.array(anAct, { maxLength: 40 }), (acts) => {
      let state = NEW_BREAKER;
      for (const [index, act] of acts.entries()) {
        const next = act(state, index * 5_000).state;
        const isNew = next.phase !== state.phase;
        expect(next.generation).toBeGreaterThanOrEqual(state.generation + (isNew ? 1 : 0));
        state = next;
      }
    }),
  );
});
