import type {
  Clock,
  EventSink,
  LedgerPort,
  ModelPort,
  PolicySource,
  Rng,
} from "@switchyard/contract";
import type { Summary } from "@switchyard/journal";
import type { LoadedBundle } from "@switchyard/policy";
import { createRouter } from "@switchyard/sdk";
import type { ScheduledFault } from "../faults/create-fault-engine.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { createVirtualClock } from "../time/create-virtual-clock.ts";
import type { Pace } from "../time/pace.ts";
import type { Stop } from "./checks/create-stop-watch.ts";
import type { CheckOutcome } from "./checks/check-outcome.ts";
import { createLiveFaults, type LiveFaults } from "./create-live-faults.ts";
import { createReadings, type Readings } from "./create-readings.ts";
import { createEventBus } from "./event-bus.ts";
import { paceUntilAbort } from "./pace-until-abort.ts";
import type { RehearsalOutcome } from "./rehearsal-outcome.ts";
import { planRehearsal, type RehearsalPlan } from "./rehearsal-plan.ts";
import { runTraffic, type Ask } from "./run-traffic.ts";
import { createPushedSource, type PushedSource } from "./world/create-pushed-source.ts";
import { playWorld } from "./world/play-world.ts";

/**
 * How the providers are played: `wire`, in their own wire formats and read by the adapters that
 * run in production, or `model`, in this process, with equal events at a fraction of the cost.
 */
export type Fidelity = "wire" | "model";

/** The world a router is rehearsed in. */
export interface RehearsalPorts {
  /** In force at the start; a router reads it, and what comes after, from the source. */
  readonly bundle: LoadedBundle;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly providers: ModelPort;
  readonly ledger: LedgerPort;
  /** Tells of policies that are pushed on the way; it begins with the bundle. */
  readonly source: PolicySource;
  /** Where the router's events go. */
  readonly sinks: readonly EventSink[];
  /** The id of the ask that is being made; to be called before the ask first waits. */
  readonly newAskId: () => string;
}

/** A rehearsal while it runs. */
export interface LiveRehearsal extends Pick<
  RehearsalPlan,
  "roles" | "notices" | "openingMicroUsd"
> {
  /** 0: users who wait for their answers decide on the way. */
  readonly requests: number;
  /** Virtual milliseconds of traffic. */
  readonly durationMs: number;
  readonly faults: readonly ScheduledFault[];
  /** What goes wrong may be changed on the way. */
  readonly liveFaults: LiveFaults;
  /** The policy in force, and those that were. */
  readonly policies: Pick<PushedSource, "current" | "bundleOf">;
  /** How the expectations stand. */
  checks(): readonly CheckOutcome[];
  summary(): Summary;
}

export interface RehearsalOptions {
  readonly scenario: Scenario;
  readonly bundle: LoadedBundle;
  /** Default: the scenario's. */
  readonly seed?: string;
  /** The first so many, in place of the scenario's duration; of users who wait, at most so many. */
  readonly requests?: number;
  /** Where every event goes. */
  readonly sinks?: readonly EventSink[];
  /** Default: `wire`. */
  readonly fidelity?: Fidelity;
  /** Throws when anything goes on outside virtual time. Default: false. */
  readonly isStrict?: boolean;
  /** Default: as fast as it goes. */
  readonly pace?: Pace;
  /** Stops the traffic when aborted; asks in flight end, and so does the rehearsal, well-formed. */
  readonly signal?: AbortSignal;
  /** What is rehearsed. Default: `createRouter` of the SDK, as an application makes it. */
  readonly createAsk?: (ports: RehearsalPorts) => Ask;
  /** Told once, before time starts. */
  readonly onStart?: (live: LiveRehearsal) => void;
}

const CHANGED_BY_HAND =
  "Faults or policies were changed by hand, so the scenario alone does not give this run again; " +
  "save it to.";

/**
 * Rehearses a scenario: the router as it is, in a world that is played. Equal options give equal
 * events, byte for byte, on one version of Node and of the packages.
 *
 * @throws DocumentError for names in the scenario that do not exist here
 * @throws ConfigurationError for a trace that cannot be read, or a policy that serves nothing
 * @throws SimDeadlock when an ask waits for something outside virtual time
 * @throws SimEscape in strict mode, when something goes on outside virtual time
 */
export async function rehearse(options: RehearsalOptions): Promise<RehearsalOutcome> {
  const { scenario, bundle: loaded, sinks = [], signal, createAsk = askOfRouter } = options;
  const { bundle } = loaded;
  const plan = planRehearsal(bundle, scenario, options.seed, options.requests);
  const { workload, faults, mix, openingMicroUsd, roles, notices } = plan;
  const { requests, durationMs } = workload;
  const { startAtMs, name } = scenario;
  let stop: Stop | undefined;
  const pace = options.pace === undefined ? {} : { pace: paceUntilAbort(options.pace, signal) };
  let isPlayed = (): boolean => false;
  const clock = createVirtualClock({
    epochMs: startAtMs,
    settlesInMicrotasks: () => isPlayed(),
    isStrict: options.isStrict ?? false,
    ...pace,
  });

  // The folds read this list, so that they know a fault that begins on the way.
  const written = [...scenario.faults];
  const source = createPushedSource(loaded, clock, (fault) => readings.onHit(fault));
  const known = { ...scenario, faults: written };
  const readings = createReadings(bundle, known, plan, source, (cause) => {
    stop = cause;
  });
  const { observers, onHit } = readings;
  const isClockOff = scenario.faults.some(({ type }) => type.startsWith("clock."));
  const bus = createEventBus({ observers, isClockOff, sinks }, clock, bundle.hash);
  const liveFaults = createLiveFaults({ written, engine: faults, clock, bus, source, durationMs });
  options.onStart?.(liveOf(plan, readings, liveFaults, source));

  const { seed } = plan;
  const facts = { scenario: name, seed, requests, durationMs, openingMicroUsd };
  bus.emit({ type: "rehearsal-started", ...facts });
  const stage = { nowMs: clock.nowMs, rng: plan.rng.fork("world"), onHit };
  let askId = "";
  const newAskId = (): string => askId;
  const { fidelity = "wire" } = options;
  const around = { clock, bus, stage, fidelity, newAskId };
  const world = playWorld({ loaded, source, plan, faults: scenario.faults, ...around });
  isPlayed = world.isPlayed;
  const end = await runTraffic({
    workload,
    clock,
    ask: world.open(createAsk),
    callers: world.callers,
    onAsk: (id) => {
      askId = id;
    },
    isStopped: () => stop !== undefined || signal?.aborted === true,
  });
  const { asked: made, isInterrupted: interrupted } = end;
  const cause = stop === undefined ? {} : { stoppedBy: stop.condition.text };
  bus.emit({ type: "rehearsal-ended", requests: made, interrupted, ...cause });
  return {
    scenario: name,
    seed,
    bundleHash: bundle.hash,
    requests: end.asked,
    reasked: end.reasked,
    lost: end.lost,
    interrupted: end.isInterrupted && stop === undefined,
    ...(stop !== undefined && { stop }),
    simulatedMs: clock.nowMs(),
    ...readings.read(),
    roles,
    unservable: mix.unservable,
    notices: liveFaults.isChanged() ? [...notices, CHANGED_BY_HAND] : notices,
  };
}

function liveOf(
  plan: RehearsalPlan,
  readings: Readings,
  liveFaults: LiveFaults,
  policies: PushedSource,
): LiveRehearsal {
  const { roles, notices, openingMicroUsd, workload, faults } = plan;
  const { requests, durationMs } = workload;
  const { checks, summary } = readings;
  return {
    roles,
    notices,
    openingMicroUsd,
    requests,
    durationMs,
    faults: faults.faults,
    liveFaults,
    policies,
    checks,
    summary,
  };
}

/** The SDK's router, as an application makes it. */
export function askOfRouter({ bundle: _atStart, source, ...ports }: RehearsalPorts): Ask {
  const { ask, stream } = createRouter({ policy: source, ...ports });
  return (request, isStreamed) => (isStreamed ? stream(request).answer : ask(request));
}
