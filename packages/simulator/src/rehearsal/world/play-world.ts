import type { LedgerPort, PolicySource } from "@switchyard/contract";
import { createMemoryLedger } from "@switchyard/ledger";
import type { LoadedBundle } from "@switchyard/policy";
import { STORE_TYPES } from "../../faults/families/store-fault.ts";
import type { Fault, WorldFault } from "../../faults/fault.ts";
import { createSimulatedModels } from "../../model/create-simulated-models.ts";
import {
  createSimulatedProviders,
  type SimulatedProvidersOptions,
} from "../../model/create-simulated-providers.ts";
import type { VirtualClock } from "../../time/create-virtual-clock.ts";
import type { CallScript } from "../../wire/call-script.ts";
import { simulatedEnv } from "../../wire/simulated-env.ts";
import { askIndexOf } from "../../workload/ask-number.ts";
import type { Workload } from "../../workload/create-workload.ts";
import type { EventBus } from "../event-bus.ts";
import type { RehearsalPlan } from "../rehearsal-plan.ts";
import type { Fidelity, RehearsalPorts } from "../rehearse.ts";
import type { Ask } from "../run-traffic.ts";
import { createCallers, type Callers } from "./create-callers.ts";
import { createFaultyClock } from "./create-faulty-clock.ts";
import { createFaultyLedger } from "./create-faulty-ledger.ts";
import { createFullDisk } from "./create-full-disk.ts";
import { createMortalRouter } from "./create-mortal-router.ts";
import { createPausingPorts } from "./create-pausing-ports.ts";
import { liveFaults, type FaultStage, type LiveFault } from "./live-fault.ts";

export interface WorldOptions {
  readonly loaded: LoadedBundle;
  /** Where policies come from while the rehearsal lasts. */
  readonly source: PolicySource;
  readonly plan: RehearsalPlan;
  /** All of the scenario's, as written. */
  readonly faults: readonly Fault[];
  readonly clock: VirtualClock;
  readonly bus: EventBus;
  readonly stage: FaultStage;
  readonly fidelity: Fidelity;
  /** The id of the ask that is being made. */
  readonly newAskId: () => string;
}

export interface PlayedWorld {
  /** Opens what is rehearsed in this world. */
  open(createAsk: (ports: RehearsalPorts) => Ask): Ask;
  readonly callers: Callers;
  /** Whether no call is on the simulated wire, whose bytes need turns of the event loop. */
  readonly isPlayed: () => boolean;
}

/** The bottom ports, played: providers answer in virtual time, and the ledger is in memory. */
export function playWorld(options: WorldOptions): PlayedWorld {
  const { loaded, plan, clock: trueClock, bus, stage, newAskId } = options;
  const live = <Type extends WorldFault["type"]>(
    ...types: readonly Type[]
  ): readonly LiveFault<Type>[] => liveFaults(options.faults, plan.faults.faults, types);
  const { catalog } = loaded.bundle;
  const clock = createFaultyClock(trueClock, live("clock.skew", "clock.jump"), stage);
  const simulated: SimulatedProvidersOptions = {
    catalog,
    clock: trueClock,
    readerClock: clock,
    rng: plan.rng.fork("providers"),
    env: simulatedEnv(catalog),
    faults: plan.faults,
    script: (attemptId) => scriptOf(plan.workload, attemptId),
    onServed: (served) => bus.emit({ type: "wire-served", ...served }),
  };
  const models = options.fidelity === "model" ? createSimulatedModels(simulated) : undefined;
  const fullDisks = live("journal.full");
  const ports: RehearsalPorts = {
    bundle: loaded,
    source: options.source,
    clock,
    rng: plan.rng.fork("router"),
    providers: models ?? createSimulatedProviders(simulated),
    ledger: ledgerOf(options, live(...STORE_TYPES)),
    sinks: fullDisks.length === 0 ? [bus] : [bus, createFullDisk(fullDisks, stage)],
    newAskId,
  };
  const pauses = createPausingPorts(ports, live("router.pause"), stage);
  return {
    open: (createAsk) =>
      pauses.wrap(
        createMortalRouter({
          ports: pauses.ports,
          createAsk,
          crashes: live("router.crash"),
          stage,
        }),
      ),
    isPlayed: () => models !== undefined && models.callsOnWire() === 0,
    callers: createCallers(live("classifier.drift", "classifier.slow", "load.surge"), stage),
  };
}

function ledgerOf(
  { plan, clock, stage }: WorldOptions,
  faults: Parameters<typeof createFaultyLedger>[0]["faults"],
): LedgerPort {
  const createLedger = (): LedgerPort => createMemoryLedger({ opening: plan.openingMicroUsd });
  if (faults.length === 0) return createLedger();
  return createFaultyLedger({ createLedger, faults, clock, stage });
}

/** The recorded sizes of the ask that an attempt belongs to, and who asked. */
function scriptOf(workload: Workload, attemptId: string): CallScript | undefined {
  const index = askIndexOf(attemptId);
  return index === undefined ? undefined : workload.at(index);
}
