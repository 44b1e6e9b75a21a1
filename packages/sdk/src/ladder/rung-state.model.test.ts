import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  admitAsk,
  closureAt,
  endAsk,
  NEW_RUNG,
  type Hysteresis,
  type RungChange,
  type RungState,
  type RungVerdict,
} from "./rung-state.ts";

type Verdict = RungVerdict["verdict"];

interface ModelAsk {
  readonly epoch: Epoch;
  readonly untilMs: number;
  ended: Verdict | undefined;
}

/** A time in which nothing changes for asks, with every ask that was let through in it. */
interface Epoch {
  readonly kind: "open" | "trial";
  /** While a rung is closed, no ask is let through. */
  readonly fromMs: number;
  readonly asks: ModelAsk[];
  readonly ends: Verdict[];
}

/** Keeps every ask and, at each end, counts all of them anew. */
function createReference({ enterAfterFailures, leaveAfterMs }: Hysteresis) {
  let epoch: Epoch = { kind: "open", fromMs: Number.NEGATIVE_INFINITY, asks: [], ends: [] };
  const begin = (kind: Epoch["kind"], fromMs: number): void => {
    epoch = { kind, fromMs, asks: [], ends: [] };
  };
  return {
    lets: (nowMs: number): boolean => {
      if (nowMs < epoch.fromMs) return false;
      if (epoch.kind === "open") return true;
      return epoch.asks.every(({ ended, untilMs }) => ended === "neutral" || untilMs <= nowMs);
    },
    admit: (untilMs: number): ModelAsk => {
      const ask: ModelAsk = { epoch, untilMs, ended: undefined };
      epoch.asks.push(ask);
      return ask;
    },
    end: (ask: ModelAsk, verdict: Verdict, nowMs: number): void => {
      const isLatest = epoch.kind === "open" || epoch.asks.at(-1) === ask;
      if (ask.epoch !== epoch || !isLatest) return;
      ask.ended = verdict;
      epoch.ends.push(verdict);
      const told = epoch.ends.filter((end) => end !== "neutral");
      const row = told.length - 1 - told.lastIndexOf("answered");
      const limit = epoch.kind === "open" ? enterAfterFailures : 1;
      if (row >= limit) begin("trial", nowMs + leaveAfterMs);
      else if (epoch.kind === "trial" && verdict === "answered") begin("open", nowMs);
    },
  };
}

const someSettings: fc.Arbitrary<Hysteresis> = fc.record({
  enterAfterFailures: fc.integer({ min: 1, max: 4 }),
  leaveAfterMs: fc.constantFrom(1_000, 60_000),
});

const aVerdict: fc.Arbitrary<Verdict> = fc.oneof(
  { weight: 3, arbitrary: fc.constant("failed" as const) },
  { weight: 1, arbitrary: fc.constantFrom("answered" as const, "neutral" as const) },
);

const someActs = fc.array(
  fc.record({
    afterMs: fc.oneof(fc.nat(300), fc.constantFrom(0, 999, 1_000, 2_000, 60_000)),
    /** Begins an ask where one is let through, or ends the one at this place. */
    ends: fc.option(fc.nat(3), { nil: undefined, freq: 2 }),
    verdict: aVerdict,
    slaMs: fc.constantFrom(500, 2_000, 90_000),
  }),
  { maxLength: 80 },
);

interface Moment extends RungChange {
  readonly atMs: number;
}

interface Flight {
  readonly ticket: number;
  readonly ask: ModelAsk;
}

/** Plays acts on a rung and on the reference beside it. Gives what asks saw change. */
function play(
  settings: Hysteresis,
  acts: typeof someActs extends fc.Arbitrary<infer Value> ? Value : never,
): { readonly changes: readonly Moment[]; readonly failures: number } {
  const reference = createReference(settings);
  const inFlight: Flight[] = [];
  const changes: Moment[] = [];
  let state = NEW_RUNG;
  let nowMs = 1_234;
  let failures = 0;
  for (const { afterMs, ends, verdict, slaMs } of acts) {
    nowMs += afterMs;
    const [ended] = ends === undefined ? [] : inFlight.splice(ends % (inFlight.length || 1), 1);
    let change: RungChange | undefined;
    if (ended !== undefined) {
      const turn = endAsk(state, ended.ticket, { verdict, reason: "down" }, settings, nowMs);
      ({ state, change } = turn);
      reference.end(ended.ask, verdict, nowMs);
      failures += verdict === "failed" ? 1 : 0;
    } else if (closureAt(state, nowMs) === undefined) {
      ({ state, change } = admitAsk(state, nowMs + slaMs));
      inFlight.push({ ticket: state.generation, ask: reference.admit(nowMs + slaMs) });
    }
    if (change !== undefined) changes.push({ ...change, atMs: nowMs });
    expect(closureAt(state, nowMs) === undefined).toBe(reference.lets(nowMs));
    for (const laterMs of [1, settings.leaveAfterMs - 1, settings.leaveAfterMs])
      expect(closureAt(state, nowMs + laterMs) === undefined).toBe(reference.lets(nowMs + laterMs));
  }
  return { changes, failures };
}

test("a rung lets the asks through that the list of all asks says, at any time", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(someSettings, someActs, (settings, acts) => {
      for (const { to, cause } of play(settings, acts).changes)
        seen.add(`${to}: ${cause.replace(/\d+/, "n")}`);
    }),
    { numRuns: 1_000 },
  );
  expect([...seen].toSorted()).toEqual([
    "closed: failed on trial: down",
    "closed: n ask failed on it, the last: down",
    "closed: n asks in a row failed on it, the last: down",
    "open: an ask was answered on trial",
    "trial: it was closed for its time",
  ]);
});

/** What a change may follow: a rung begins open. */
const BEFORE = { closed: ["open", "trial"], trial: ["closed"], open: ["trial"] };

test("a rung cannot flap: it stays closed for its time, and closes after enough failures", () => {
  fc.assert(
    fc.property(someSettings, someActs, (settings, acts) => {
      const { changes, failures } = play(settings, acts);
      for (const [index, { to }] of changes.entries())
        expect(BEFORE[to]).toContain(changes[index - 1]?.to ?? "open");
      const closedMs = changes.flatMap(({ to, atMs }, index) =>
        to === "trial" ? atMs - (changes[index - 1]?.atMs ?? 0) : [],
      );
      expect(Math.min(settings.leaveAfterMs, ...closedMs)).toBe(settings.leaveAfterMs);
      const closings = changes.filter(({ to }) => to === "closed").length;
      expect(closings === 0 || failures >= settings.enterAfterFailures + closings - 1).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("every change of phase and every trial begins a generation that never was", () => {
  fc.assert(
    fc.property(someSettings, fc.array(aVerdict, { maxLength: 40 }), (settings, verdicts) => {
      let state = NEW_RUNG;
      for (const [index, verdict] of verdicts.entries()) {
        const nowMs = index * settings.leaveAfterMs;
        const entered = admitAsk(state, nowMs + 1).state;
        expect(entered.generation).toBe(state.generation + (entered === state ? 0 : 1));
        const end = { verdict, reason: "down" };
        const { state: ended } = endAsk(entered, entered.generation, end, settings, nowMs);
        const isNew = ended.phase !== entered.phase;
        expect(ended.generation).toBe(entered.generation + (isNew ? 1 : 0));
        state = ended;
      }
    }),
  );
});

test("a closed rung has let no ask through that could judge it, and a neutral end leaves an open one", () => {
  const settings = { enterAfterFailures: 1, leaveAfterMs: 1_000 };
  const end = (state: RungState, verdict: Verdict): RungState =>
    endAsk(state, state.generation, { verdict, reason: "down" }, settings, 0).state;
  expect(end(NEW_RUNG, "neutral")).toBe(NEW_RUNG);
  const closed = end(NEW_RUNG, "failed");
  expect(closed.phase).toBe("closed");
  for (const verdict of ["answered", "failed", "neutral"] as const)
    expect(end(closed, verdict)).toBe(closed);
});
