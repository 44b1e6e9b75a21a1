import { AskAbortedError, type AskRequest } from "@switchyard/contract";
import type { Fault } from "@switchyard/simulator";
import { reservationsEndOnce } from "@switchyard/testkit";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { catalogWith, POLICY, sampleBundle } from "../packages/sdk/test/sample-bundle.ts";
import {
  ABORT_REASON,
  playAbort,
  type AbortPlan,
  type PlayedAbort,
} from "./cancellation/play-abort.ts";

/** `faq` may go to alpha or beta; `write` only to alpha, `extract` only to beta. One call each. */
const [quick, bare] = POLICY.routes;
const BUNDLE = sampleBundle(
  {
    routes: [
      { ...quick, candidates: ["alpha/quick", "beta/quick"] },
      bare,
      {
        ...bare,
        id: "second",
        match: { intents: ["extract"], risks: ["low"] },
        candidates: ["beta/quick"],
      },
    ],
  },
  catalogWith(1),
);

function request(intent: string, slaMs: number): AskRequest {
  return { intent, risk: "low", slaMs, input: "Why?" };
}

/** One ask for each place: whoever keeps one makes it wait. */
const FOLLOWING = [request("write", 20_000), request("extract", 20_000)];

/** Where an ask stood when its caller aborted. */
const PHASES = [
  "not yet made",
  "reserving",
  "calling",
  "in line",
  "backing off",
  "in line after a failed call",
  "ended",
] as const;
type Phase = (typeof PHASES)[number];

function phaseOf({ before, subject }: PlayedAbort): Phase {
  const { timers, wire, ledger, end, events } = before;
  if (events === 0) return "not yet made";
  if (end !== undefined) return "ended";
  if (wire.length > 0) return "calling";
  if (ledger.some(({ does }) => does === "reserve")) return "reserving";
  if (timers.sleeps > 0) return "backing off";
  const failed = subject.slice(0, events).some(({ type }) => type === "attempt-ended");
  return failed ? "in line after a failed call" : "in line";
}

/** What a provider may suffer from, until long before the following asks. */
const someFaults = (provider: string): fc.Arbitrary<readonly Fault[]> => {
  const schedule = { id: provider, at: "0s", for: "60s", target: { provider } } as const;
  return fc.constantFrom<readonly Fault[]>(
    [],
    [{ ...schedule, type: "http.rate-limit", retryAfter: "1s" }],
    [{ ...schedule, type: "http.rate-limit", retryAfter: "3s" }],
    [{ ...schedule, type: "http.rate-limit", requestsPerMinute: 1 }],
    [{ ...schedule, type: "http.overloaded" }],
    [{ ...schedule, type: "http.auth-revoked" }],
    [{ ...schedule, type: "latency.added", add: "2s" }],
    [{ ...schedule, type: "latency.added", add: "4s" }],
    [{ ...schedule, type: "net.reset" }],
    [{ ...schedule, type: "net.blackhole" }],
    [{ ...schedule, type: "body.stalled" }],
  );
};

type Aborting = Omit<AbortPlan, "bundle" | "following">;

const aPlan: fc.Arbitrary<Aborting> = fc.record({
  seed: fc.string({ minLength: 1, maxLength: 8 }),
  faults: fc.tuple(someFaults("alpha"), someFaults("beta")).map((all) => all.flat()),
  // A ledger that took more than 250 ms would count as down.
  ledgerMs: fc.constantFrom(0, 200),
  others: fc.array(
    fc.record({
      atMs: fc.integer({ min: 0, max: 800 }),
      request: fc
        .constantFrom("faq", "write", "extract", "extract")
        .map((intent) => request(intent, 8_000)),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  subject: fc.record({
    atMs: fc.integer({ min: 200, max: 500 }),
    request: fc.integer({ min: 1_500, max: 12_000 }).map((slaMs) => request("faq", slaMs)),
  }),
  abort: fc.record({ afterMs: fc.integer({ min: -200, max: 3_000 }), isFirst: fc.boolean() }),
});

test("whenever its caller aborts, an ask ends at that instant and leaves nothing behind", async () => {
  const hits = new Map<Phase, number>();
  await fc.assert(
    fc.asyncProperty(aPlan, async (plan) => {
      const played = await playAbort({ ...plan, bundle: BUNDLE, following: FOLLOWING });
      const phase = phaseOf(played);
      hits.set(phase, (hits.get(phase) ?? 0) + 1);
      const expectEnd = phase === "ended" ? expectUnchanged : expectAborted;
      expectEnd(plan, played);
      expectNothingLeft(plan, played);
    }),
    { numRuns: 250, seed: 20_261_124 },
  );
  for (const phase of PHASES)
    expect(hits.get(phase) ?? 0, `aborts that found the ask ${phase}`).toBeGreaterThan(0);
});

function expectUnchanged(_: Aborting, { before, end, subject }: PlayedAbort): void {
  expect(end).toBe(before.end);
  expect(subject).toHaveLength(before.events);
}

function expectAborted({ abort, subject, ledgerMs }: Aborting, played: PlayedAbort): void {
  const { before, after, end, wire } = played;
  expect(end.outcome).toBeInstanceOf(AskAbortedError);
  expect(end.outcome).toMatchObject({ cause: ABORT_REASON });

  // An ask waits for its reservations, and for nothing else: books are closed behind its back.
  const abortAtMs = subject.atMs + abort.afterMs;
  const heededAtMs = Math.max(abortAtMs, subject.atMs);
  const endsAtMs = Math.max(
    heededAtMs,
    ...played.ledger
      .filter(({ does, attemptId }) => does === "reserve" && attemptId.startsWith("subject/"))
      .map(({ endedAtMs }) => endedAtMs ?? Number.POSITIVE_INFINITY),
  );
  expect(end.atMs).toBe(endsAtMs);
  expect(end.atMs).toBeLessThanOrEqual(heededAtMs + ledgerMs);
  expect(after.end).toBe(end.atMs === abortAtMs ? end : undefined);

  const later = played.subject.slice(before.events).map(({ type }) => type);
  for (const type of ["attempt-started", "route-decided", "budget-denied", "ask-answered"])
    expect(later).not.toContain(type);
  const reserving = before.ledger.filter(({ does }) => does === "reserve");
  expect(later.filter((type) => type === "budget-reserved")).toHaveLength(reserving.length);
  for (const { endedAtMs = Number.POSITIVE_INFINITY } of wire)
    expect(endedAtMs).toBeLessThanOrEqual(abortAtMs);
}

function expectNothingLeft({ ledgerMs }: Aborting, played: PlayedAbort): void {
  const { after, wire, ledger } = played;
  expect(after.wire).toEqual([]);
  // What is left of the ask are its questions to the ledger, each with a deadline of its own.
  expect(after.timers.deadlines).toBe(after.ledger.length);
  expect(after.timers.sleeps).toBe(after.ledger.length);
  expect(played.timersLeft).toBe(0);

  const started = played.subject.filter(({ type }) => type === "attempt-started");
  expect(wire).toHaveLength(started.length);
  expect(reservationsEndOnce.check({ bundles: {}, events: played.events })).toEqual([]);
  const opened = ledger.filter(({ does }) => does === "reserve").map(({ attemptId }) => attemptId);
  const closed = ledger.filter(({ does }) => does !== "reserve").map(({ attemptId }) => attemptId);
  expect(closed.toSorted()).toEqual(opened.toSorted());
  expect(played.reservedMicroUsd).toBe(0);
  expect(played.unbooked).toBe(0);
  expect(played.waitsOfFollowing).toEqual(FOLLOWING.map(() => ledgerMs));
}
