import type { BreakerSettings } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  admitCall,
  endCall,
  NEW_BREAKER,
  phaseFor,
  type BreakerPhase,
  type CallEnd,
} from "./breaker.ts";

const HOUR_MS = 3_600_000;

interface ModelCall {
  readonly epoch: Epoch;
  ended: { readonly end: CallEnd; readonly atMs: number } | undefined;
}

/** A time in one phase, with every call that was let through in it. */
interface Epoch {
  readonly phase: BreakerPhase;
  readonly untilMs: number;
  readonly calls: ModelCall[];
}

/** Keeps every call and, at each end, judges all of them anew. */
function createReference(settings: BreakerSettings) {
  const begin = (phase: BreakerPhase, untilMs = Number.POSITIVE_INFINITY): Epoch => ({
    phase,
    untilMs,
    calls: [],
  });
  let epoch = begin("closed");
  const phaseAt = (nowMs: number): BreakerPhase => {
    if (epoch.phase === "closed") return "closed";
    if (epoch.phase === "open") return nowMs < epoch.untilMs ? "open" : "half-open";
    const counted = epoch.calls.filter(({ ended }) => ended?.end.verdict !== "neutral");
    return counted.length < settings.halfOpenProbes ? "half-open" : "open";
  };
  return {
    phaseAt,
    admit: (): ModelCall => {
      if (epoch.phase === "open") epoch = begin("half-open");
      const call: ModelCall = { epoch, ended: undefined };
      epoch.calls.push(call);
      return call;
    },
    end: (call: ModelCall, end: CallEnd, nowMs: number): void => {
      if (call.epoch !== epoch || end.verdict === "neutral") {
        call.ended = { end, atMs: nowMs };
        return;
      }
      // In the order of their ends, which is the order in which the breaker hears of them.
      epoch.calls.splice(epoch.calls.indexOf(call), 1);
      epoch.calls.push(call);
      call.ended = { end, atMs: nowMs };
      const ends = epoch.calls.flatMap(({ ended }) => (ended === undefined ? [] : [ended]));
      const told = ends.filter((other) => other.end.verdict !== "neutral");
      const next = epoch.phase === "closed" ? judgeCalls(told, nowMs) : judgeProbes(told);
      if (next === "closed") epoch = begin("closed");
      if (next !== "open") return;
      const hintMs = Math.min(end.retryAfterMs ?? 0, HOUR_MS);
      epoch = begin("open", nowMs + Math.max(settings.openForMs, hintMs));
    },
  };

  type Ended = Exclude<ModelCall["ended"], undefined>;

  function judgeCalls(ends: readonly Ended[], nowMs: number): BreakerPhase | undefined {
    if (ends.at(-1)?.end.verdict === "barred") return "open";
    let row = 0;
    let followedAtMs = nowMs;
    for (const { end, atMs } of ends.toReversed()) {
      if (end.verdict === "passed" || followedAtMs - atMs > settings.windowMs) break;
      row += 1;
      followedAtMs = atMs;
    }
    if (row >= settings.consecutiveFailures) return "open";
    const tenthOf = (atMs: number): number => Math.floor((atMs * 10) / settings.windowMs);
    const recent = ends.filter(({ atMs }) => tenthOf(nowMs) - tenthOf(atMs) < 10);
    if (recent.length < settings.callsMin) return undefined;
    const failed = recent.filter(({ end }) => end.verdict === "failed").length;
    const isOpen =
      failed / recent.length >= settings.failureRate ||
      slowOf(recent) / recent.length >= settings.slowCallRate;
    return isOpen ? "open" : undefined;
  }

  function judgeProbes(ends: readonly Ended[]): BreakerPhase | undefined {
    if (ends.some(({ end }) => end.verdict !== "passed")) return "open";
    if (ends.length < settings.halfOpenProbes) return undefined;
    return slowOf(ends) / ends.length >= settings.slowCallRate ? "open" : "closed";
  }

  function slowOf(ends: readonly Ended[]): number {
    return ends.filter(({ end }) => end.durationMs >= settings.slowCallMs).length;
  }
}

const someSettings: fc.Arbitrary<BreakerSettings> = fc.record({
  consecutiveFailures: fc.integer({ min: 2, max: 6 }),
  windowMs: fc.constantFrom(1_000, 10_000),
  failureRate: fc.constantFrom(0.3, 0.5, 1),
  slowCallMs: fc.constant(1_000),
  slowCallRate: fc.constantFrom(0.5, 0.8),
  callsMin: fc.integer({ min: 2, max: 12 }),
  openForMs: fc.constantFrom(500, 15_000),
  halfOpenProbes: fc.integer({ min: 1, max: 3 }),
});

const anEnd: fc.Arbitrary<CallEnd> = fc.record(
  {
    verdict: fc.oneof(
      { weight: 6, arbitrary: fc.constant("passed" as const) },
      { weight: 4, arbitrary: fc.constant("failed" as const) },
      { weight: 1, arbitrary: fc.constantFrom("barred", "neutral") },
    ),
    reason: fc.constant("overloaded"),
    durationMs: fc.constantFrom(10, 1_000),
    retryAfterMs: fc.constantFrom(0, 20_000, 2 * HOUR_MS),
  },
  { requiredKeys: ["verdict", "reason", "durationMs"] },
);

const someActs = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.nat(300), fc.constantFrom(0, 500, 1_000, 10_000, 15_000, HOUR_MS)),
    /** Begins a call where one is let through, or ends the one at this place. */
    ends: fc.option(fc.nat(3), { nil: undefined, freq: 2 }),
    end: anEnd,
  }),
  { maxLength: 80 },
);

const aWhile = fc.oneof(fc.nat(20_000), fc.constant(HOUR_MS));

test("a breaker is in the phase that the list of all its calls says, at any time", () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(someSettings, someActs, aWhile, (settings, acts, laterMs) => {
      const reference = createReference(settings);
      let state = NEW_BREAKER;
      let nowMs = 1_234.5;
      const inFlight: { readonly ticket: number; readonly call: ModelCall }[] = [];
      for (const { afterMs, ends, end } of acts) {
        nowMs += afterMs;
        const [ended] = ends === undefined ? [] : inFlight.splice(ends % (inFlight.length || 1), 1);
        if (ended !== undefined) {
          state = endCall(state, ended.ticket, end, settings, nowMs).state;
          reference.end(ended.call, end, nowMs);
        } else if (reference.phaseAt(nowMs) !== "open") {
          state = admitCall(state, settings).state;
          inFlight.push({ ticket: state.generation, call: reference.admit() });
        }
        const phase = phaseFor(state, settings, nowMs);
        seen.set(phase, (seen.get(phase) ?? 0) + 1);
        expect(phase).toBe(reference.phaseAt(nowMs));
        expect(phaseFor(state, settings, nowMs + laterMs)).toBe(reference.phaseAt(nowMs + laterMs));
      }
    }),
    { numRuns: 1_000 },
  );
  expect([...seen.keys()].toSorted()).toEqual(["closed", "half-open", "open"]);
});
