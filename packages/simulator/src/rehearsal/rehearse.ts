import type { Bundle, Clock, EventSink, LedgerPort, ModelPort, Rng } from "@switchyard/contract";
import { createFoldSink, summaryFold, type Fold, type Summary } from "@switchyard/journal";
import { createMemoryLedger } from "@switchyard/ledger";
import type { LoadedBundle } from "@switchyard/policy";
import { createRouter } from "@switchyard/sdk";
import type { ScheduledFault } from "../faults/create-fault-engine.ts";
import { createSimulatedProviders } from "../model/create-simulated-providers.ts";
import { createSimulatedModels } from "../model/create-simulated-models.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { createVirtualClock, type VirtualClock } from "../time/create-virtual-clock.ts";
import type { Pace } from "../time/pace.ts";
import type { CallScript } from "../wire/call-script.ts";
import type { ServedCall } from "../wire/create-simulated-fetch.ts";
import { simulatedEnv } from "../wire/simulated-env.ts";
import { askIndexOf } from "../workload/ask-number.ts";
import type { Workload } from "../workload/create-workload.ts";
import { createCheckFold, type CheckState, type Measures } from "./checks/check-fold.ts";
import type { CheckOutcome } from "./checks/check-outcome.ts";
import { judgeChecks } from "./checks/judge-checks.ts";
import { createLiveFaults, type LiveFaults } from "./create-live-faults.ts";
import { createEventBus, type EventBus } from "./event-bus.ts";
import { paceUntilAbort } from "./pace-until-abort.ts";
import type { RehearsalOutcome } from "./rehearsal-outcome.ts";
import { planRehearsal, type RehearsalPlan } from "./rehearsal-plan.ts";
import { runTraffic, type Ask } from "./run-traffic.ts";
import { createTaxonomyFold } from "./taxonomy/taxonomy-fold.ts";

/**
 * How the providers are played: `wire`, in their own wire formats and read by the adapters that
 * run in production, or `model`, in this process, with equal events at a fraction of the cost.
 */
export type Fidelity = "wire" | "model";

/** The world a router is rehearsed in. */
export interface RehearsalPorts {
  readonly bundle: LoadedBundle;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly providers: ModelPort;
  readonly ledger: LedgerPort;
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
  readonly requests: number;
  /** Virtual milliseconds of traffic. */
  readonly durationMs: number;
  readonly faults: readonly ScheduledFault[];
  /** What goes wrong may be changed on the way. */
  readonly liveFaults: LiveFaults;
  /** How the expectations stand. */
  checks(): readonly CheckOutcome[];
  summary(): Summary;
}

export interface RehearsalOptions {
  readonly scenario: Scenario;
  readonly bundle: LoadedBundle;
  /** Default: the scenario's. */
  readonly seed?: string;
  /** The trace's first so many requests, in place of the scenario's duration. */
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
  "Faults were changed by hand, so the scenario alone does not give this run again; save it to.";

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
  const { startAtMs, checks, name } = scenario;
  // The folds read this list, so that they know a fault that begins on the way.
  const written = [...scenario.faults];
  const pace = options.pace === undefined ? {} : { pace: paceUntilAbort(options.pace, signal) };
  let isPlayed = (): boolean => false;
  const clock = createVirtualClock({
    epochMs: startAtMs,
    settlesInMicrotasks: () => isPlayed(),
    isStrict: options.isStrict ?? false,
    ...pace,
  });

  const summary = createFoldSink(summaryFold);
  const taxonomy = createFoldSink(createTaxonomyFold(bundle, written));
  const measures = createFoldSink(checkFoldOf(bundle, { ...scenario, faults: written }, plan));
  const judge = (): readonly CheckOutcome[] =>
    judgeChecks(checks, measures.read(), { bundle, mix, faults: faults.faults });
  const bus = createEventBus([summary, measures, taxonomy, ...sinks], clock, bundle.hash);
  const engine = faults;
  const liveFaults = createLiveFaults({ written, engine, clock, bus, durationMs });
  options.onStart?.({
    roles,
    notices,
    openingMicroUsd,
    requests,
    durationMs,
    faults: faults.faults,
    liveFaults,
    checks: judge,
    summary: summary.read,
  });

  const { seed } = plan;
  const facts = { scenario: name, seed, requests, durationMs, openingMicroUsd };
  bus.emit({ type: "rehearsal-started", ...facts });
  let askId = "";
  const world = playWorld(loaded, plan, { clock, bus, fidelity: options.fidelity ?? "wire" });
  isPlayed = world.isPlayed;
  const ask = createAsk({ ...world.ports, newAskId: () => askId });
  const end = await runTraffic({
    workload,
    clock,
    ask,
    onAsk: (id) => {
      askId = id;
    },
    signal,
  });
  bus.emit({ type: "rehearsal-ended", requests: end.asked, interrupted: end.isInterrupted });
  return {
    scenario: name,
    seed,
    bundleHash: bundle.hash,
    requests: end.asked,
    interrupted: end.isInterrupted,
    simulatedMs: clock.nowMs(),
    summary: summary.read(),
    checks: judge(),
    taxonomy: taxonomy.read(),
    roles,
    unservable: mix.unservable,
    notices: liveFaults.isChanged() ? [...notices, CHANGED_BY_HAND] : notices,
  };
}

function checkFoldOf(
  bundle: Bundle,
  { checks, startAtMs, faults }: Scenario,
  { openingMicroUsd, faults: { faults: scheduled } }: RehearsalPlan,
): Fold<CheckState, Measures> {
  return createCheckFold({ checks, bundle, openingMicroUsd, startAtMs, faults, scheduled });
}

/** The SDK's router, as an application makes it. */
export function askOfRouter({ bundle, ...ports }: RehearsalPorts): Ask {
  const { ask, stream } = createRouter({ policy: bundle, ...ports });
  return (request, isStreamed) => (isStreamed ? stream(request).answer : ask(request));
}

interface PlayedWorld {
  readonly ports: Omit<RehearsalPorts, "newAskId">;
  /** Whether no call is on the simulated wire, whose bytes need turns of the event loop. */
  readonly isPlayed: () => boolean;
}

/** The bottom ports, played: providers answer in virtual time, and the ledger is in memory. */
function playWorld(
  loaded: LoadedBundle,
  { rng, faults, workload, openingMicroUsd }: RehearsalPlan,
  {
    clock,
    bus,
    fidelity,
  }: { readonly clock: VirtualClock; readonly bus: EventBus; readonly fidelity: Fidelity },
): PlayedWorld {
  const { catalog } = loaded.bundle;
  const simulated = {
    catalog,
    clock,
    rng: rng.fork("providers"),
    env: simulatedEnv(catalog),
    faults,
    script: (attemptId: string) => scriptOf(workload, attemptId),
    onServed: (served: ServedCall) => bus.emit({ type: "wire-served", ...served }),
  };
  const models = fidelity === "model" ? createSimulatedModels(simulated) : undefined;
  return {
    isPlayed: () => models !== undefined && models.callsOnWire() === 0,
    ports: {
      bundle: loaded,
      clock,
      rng: rng.fork("router"),
      providers: models ?? createSimulatedProviders(simulated),
      ledger: createMemoryLedger({ opening: openingMicroUsd }),
      sinks: [bus],
    },
  };
}

/** The recorded sizes of the ask that an attempt belongs to. */
function scriptOf(workload: Workload, attemptId: string): CallScript | undefined {
  const index = askIndexOf(attemptId);
  return index === undefined ? undefined : workload.at(index);
}
