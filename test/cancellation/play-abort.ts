import { AsyncLocalStorage } from "node:async_hooks";
import type { AskRequest, SwitchyardEvent } from "@switchyard/contract";
import { createMemoryLedger } from "@switchyard/ledger";
import type { LoadedBundle } from "@switchyard/policy";
import { createProviders } from "@switchyard/providers";
import { createRouter, type Router } from "@switchyard/sdk";
import {
  createFaultEngine,
  createKeyedRng,
  createSimulatedFetch,
  createVirtualClock,
  simulatedEnv,
  type Fault,
} from "@switchyard/simulator";
import { watchLedger, type LedgerCall, type WatchedLedger } from "./watch-ledger.ts";
import { watchTimers, type Timers, type WatchedClock } from "./watch-timers.ts";

/** 2026-11-24T12:00:00Z. */
const START_EPOCH_MS = 1_795_521_600_000;
const HOUR_MS = 3_600_000;

/** The id of the ask that is aborted. */
const SUBJECT = "subject";
export const ABORT_REASON = "enough";

/** An ask and the virtual instant it is made at. */
export interface PlannedAsk {
  readonly atMs: number;
  readonly request: AskRequest;
}

export interface AbortPlan {
  readonly bundle: LoadedBundle;
  readonly seed: string;
  readonly faults: readonly Fault[];
  /** Time of each answer of the ledger. */
  readonly ledgerMs: number;
  /** Asks that take places and wait in line too. */
  readonly others: readonly PlannedAsk[];
  readonly subject: PlannedAsk;
  /** How long after the ask its caller aborts, and whether before all else of that instant. */
  readonly abort: { readonly afterMs: number; readonly isFirst: boolean };
  /** Made one after the other, an hour after all else has ended. */
  readonly following: readonly AskRequest[];
}

/** A call as the wire saw it. */
export interface WireCall {
  readonly attemptId: string;
  /** Undefined while it is under way. */
  endedAtMs: number | undefined;
}

/** How and when an ask ended: with an answer or an error. */
export interface End {
  readonly atMs: number;
  readonly outcome: unknown;
}

/** Where the subject stands at an instant: what it has under way. */
export interface Standing {
  readonly events: number;
  readonly timers: Timers;
  readonly wire: readonly WireCall[];
  readonly ledger: readonly LedgerCall[];
  readonly end: End | undefined;
}

export interface PlayedAbort {
  /** At the abort, before anything could heed it. */
  readonly before: Standing;
  /** One event later, at the same instant. */
  readonly after: Standing;
  readonly end: End;
  /** The subject's events, in order. */
  readonly subject: readonly SwitchyardEvent[];
  readonly events: readonly SwitchyardEvent[];
  /** The subject's calls. */
  readonly wire: readonly WireCall[];
  readonly ledger: readonly LedgerCall[];
  /** Left on the clock when every ask had ended. */
  readonly timersLeft: number;
  readonly reservedMicroUsd: number;
  readonly unbooked: number;
  /** How long each following ask waited for its call; NaN: no call was made. */
  readonly waitsOfFollowing: readonly number[];
}

/** Plays asks through the SDK over the wire formats of providers, in virtual time. */
export async function playAbort(plan: AbortPlan): Promise<PlayedAbort> {
  const world = openWorld(plan);
  const { clock, ledger, router, asks } = world;
  const { subject, abort, others } = plan;
  const ends = new Map<string, End>();
  const make = (askId: string, request: AskRequest): void => {
    const end = (outcome: unknown): void => void ends.set(askId, { atMs: clock.nowMs(), outcome });
    asks.run(askId, () => void clock.track(router.ask(request).then(end, end), askId));
  };
  const standing = (): Standing => ({
    events: eventsOfSubject(world.events).length,
    timers: clock.timersOf(SUBJECT),
    wire: ofSubject(world.wire).filter(isOpen),
    ledger: ofSubject(ledger.calls).filter(isOpen),
    end: ends.get(SUBJECT),
  });

  for (const [index, { atMs, request }] of others.entries())
    clock.schedule(atMs, `other-${index}`, () => make(`other-${index}`, request));
  const controller = new AbortController();
  const { signal } = controller;
  clock.schedule(subject.atMs, SUBJECT, () => make(SUBJECT, { ...subject.request, signal }));
  const seen: Standing[] = [];
  clock.schedule(subject.atMs + abort.afterMs, abort.isFirst ? "" : "~", () => {
    seen.push(standing());
    controller.abort(ABORT_REASON);
    clock.schedule(clock.nowMs(), "~~", () => seen.push(standing()));
  });
  await clock.run(() => ends.size === others.length + 1 && seen.length === 2);
  const [before, after] = seen;
  const end = ends.get(SUBJECT);
  if (before === undefined || after === undefined || end === undefined)
    throw new Error("The abort or the end of the ask never came.");
  // Books are closed behind the asks' backs.
  await Promise.all([clock.track(router.flush()), clock.run()]);
  const timersLeft = clock.scheduled();
  const reservedMicroUsd = await ledger.reservedMicroUsd();
  const events = [...world.events];
  return {
    before,
    after,
    end,
    subject: eventsOfSubject(events),
    events,
    wire: ofSubject(world.wire),
    ledger: [...ledger.calls],
    timersLeft,
    reservedMicroUsd,
    unbooked: router.unbooked,
    waitsOfFollowing: await askFollowing(world, plan.following),
  };
}

interface World {
  readonly clock: WatchedClock;
  readonly asks: AsyncLocalStorage<string>;
  readonly ledger: WatchedLedger;
  readonly router: Router;
  readonly wire: readonly WireCall[];
  readonly events: readonly SwitchyardEvent[];
}

function openWorld({ bundle, seed, faults, ledgerMs }: AbortPlan): World {
  const asks = new AsyncLocalStorage<string>();
  const clock = watchTimers(createVirtualClock({ epochMs: START_EPOCH_MS }), asks);
  const rng = createKeyedRng(seed);
  const { catalog } = bundle.bundle;
  const env = simulatedEnv(catalog);
  const engine = createFaultEngine({ faults, rng: rng.fork("faults") });
  const played = rng.fork("providers");
  const twin = createSimulatedFetch({ catalog, clock, rng: played, env, faults: engine });
  const wire: WireCall[] = [];
  const fetch: typeof globalThis.fetch = (input, init) => {
    const attemptId = new Headers(init?.headers).get("x-client-request-id") ?? "";
    const call: WireCall = { attemptId, endedAtMs: undefined };
    wire.push(call);
    return twin(input, init).finally(() => {
      call.endedAtMs = clock.nowMs();
    });
  };
  const { epochMs, nowMs } = clock;
  const ledger = watchLedger(createMemoryLedger(), clock, ledgerMs);
  const events: SwitchyardEvent[] = [];
  const router = createRouter({
    policy: bundle,
    clock,
    rng: rng.fork("router"),
    providers: createProviders({ catalog, env, fetch, epochMs, nowMs }),
    ledger,
    sinks: [{ record: (event) => void events.push(event) }],
    newAskId: () => asks.getStore() ?? "nobody",
  });
  return { clock, asks, ledger, router, wire, events };
}

/** Makes each ask an hour after the one before, and gives how long it waited for its call. */
async function askFollowing(
  { clock, asks, router, events }: World,
  requests: readonly AskRequest[],
): Promise<readonly number[]> {
  const waits: number[] = [];
  for (const [index, request] of requests.entries()) {
    const askId = `following-${index}`;
    clock.schedule(clock.nowMs() + HOUR_MS, askId, () => {
      void clock.track(asks.run(askId, () => router.ask(request)));
    });
    await clock.run();
    const atMs = (type: SwitchyardEvent["type"]): number =>
      events.find((event) => event.type === type && "askId" in event && event.askId === askId)
        ?.atMs ?? Number.NaN;
    waits.push(atMs("attempt-started") - atMs("ask-received"));
  }
  return waits;
}

function eventsOfSubject(events: readonly SwitchyardEvent[]): readonly SwitchyardEvent[] {
  return events.filter((event) => "askId" in event && event.askId === SUBJECT);
}

function ofSubject<Call extends { readonly attemptId: string }>(
  calls: readonly Call[],
): readonly Call[] {
  return calls.filter(({ attemptId }) => attemptId.startsWith(`${SUBJECT}/`));
}

function isOpen({ endedAtMs }: { readonly endedAtMs: number | undefined }): boolean {
  return endedAtMs === undefined;
}
