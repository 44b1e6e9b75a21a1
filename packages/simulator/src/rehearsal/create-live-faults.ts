import { ConfigurationError } from "@switchyard/contract";
import type { LiveFaultEngine, ScheduledFault } from "../faults/create-fault-engine.ts";
import { Fault, isCallFault, type CallFault } from "../faults/fault.ts";
import { FAULTS_MAX } from "../scenario/scenario-document.ts";
import type { VirtualClock } from "../time/create-virtual-clock.ts";
import type { PolicySet } from "../scenario/change-bundle.ts";
import type { EventBus } from "./event-bus.ts";
import { scheduleFaultEvents, type FaultTelling } from "./rehearsal-faults.ts";
import type { PushedSource } from "./world/create-pushed-source.ts";
import { liveFaults } from "./world/live-fault.ts";

/** A fault of calls without its start. */
export type FreshFault = CallFault extends infer Known
  ? Known extends CallFault
    ? Omit<Known, "at">
    : never
  : never;

/** A policy to be pushed. */
export interface FreshPush {
  readonly id: string;
  /** New values by JSON pointer into the policy that the rehearsal began with. */
  readonly set: PolicySet;
}

/**
 * The faults of a rehearsal under way. A change takes effect at the next whole millisecond, the
 * finest instant that a scenario can name: written down, the changed faults give the same run.
 */
export interface LiveFaults {
  /** All faults, as a scenario has to write them to give this run. */
  written(): readonly Fault[];
  /** Whether they are others than the scenario's. */
  isChanged(): boolean;
  /**
   * Begins a fault.
   *
   * @throws ConfigurationError for an id that stands already, or one fault too many
   */
  begin(fault: FreshFault): void;
  /**
   * Ends a fault of calls that is in force. False: there is none of that id, it is one around the
   * router, whose world was made at the start, or another fault comes after it.
   */
  end(id: string): boolean;
  /**
   * Pushes a policy as a part of the world: no phase counts it as a fault.
   *
   * @param next undefined: what was in force before `instead` comes back
   * @param instead takes this push back at the same instant
   * @throws ConfigurationError for an id that stands already, or one fault too many
   */
  push(next: FreshPush | undefined, instead?: string): void;
}

export interface LiveFaultsOptions {
  /** The scenario's, as written; changed in place, so that whoever reads them sees the present. */
  readonly written: Fault[];
  readonly engine: LiveFaultEngine;
  readonly clock: Pick<VirtualClock, "schedule" | "nowMs">;
  readonly bus: Pick<EventBus, "emit">;
  readonly source: Pick<PushedSource, "replan">;
  /** Virtual milliseconds of traffic. */
  readonly durationMs: number;
}

/** Lets the events of all faults come, now and after each change. */
export function createLiveFaults(options: LiveFaultsOptions): LiveFaults {
  const { written, engine, clock, bus, source, durationMs } = options;
  const told = new Map<string, ScheduledFault & { readonly telling: FaultTelling }>();
  let isChanged = false;
  const nextMs = (): number => Math.floor(clock.nowMs()) + 1;

  /** Schedules the events of faults whose times are new. */
  const tell = (): void => {
    for (const fault of engine.faults) {
      const before = told.get(fault.id);
      if (before?.fromMs === fault.fromMs && before.untilMs === fault.untilMs) continue;
      const telling = scheduleFaultEvents(fault, durationMs, clock, bus, before?.telling);
      told.set(fault.id, { ...fault, telling });
    }
    source.replan(liveFaults(written, engine.faults, ["policy.push"]));
  };
  const replace = (next: readonly Fault[]): void => {
    engine.replan(next);
    written.splice(0, written.length, ...next);
    isChanged = true;
    tell();
  };
  tell();
  const assertRoom = (): void => {
    if (written.length < FAULTS_MAX) return;
    throw new ConfigurationError(
      `a scenario has ${FAULTS_MAX} faults at most, and there are as many; begin another run`,
    );
  };
  /** All faults, one of them over at the next instant; what had no time to begin is none. */
  const without = (id: string | undefined): readonly Fault[] =>
    written.flatMap((fault) => {
      const times = told.get(fault.id);
      if (fault.id !== id || times === undefined || times.untilMs <= nextMs()) return [fault];
      const lastsMs = nextMs() - times.fromMs;
      return lastsMs > 0 ? [{ ...fault, for: durationText(lastsMs) }] : [];
    });

  return {
    written: () => written,
    isChanged: () => isChanged,
    begin: (fault) => {
      assertRoom();
      replace([...written, Fault.parse({ ...fault, at: durationText(nextMs()) })]);
    },
    end: (id) => {
      const inForce = told.get(id);
      const isOver = inForce === undefined || inForce.untilMs <= clock.nowMs();
      if (isOver || !inForce.telling.hasBegun()) return false;
      const fault = written.find((each) => each.id === id);
      const isAwaited = written.some(({ afterFault }) => afterFault === id);
      if (fault === undefined || !isCallFault(fault) || isAwaited) return false;
      replace(without(id));
      return true;
    },
    push: (next, instead) => {
      if (next === undefined) return replace(without(instead));
      assertRoom();
      const timing = { type: "policy.push", at: durationText(nextMs()), ambient: true } as const;
      replace([...without(instead), Fault.parse({ ...timing, ...next })]);
    },
  };
}

/** Such as `6m16.342s`: a duration has too few digits for all instants in milliseconds. */
function durationText(durationMs: number): string {
  const minutes = Math.floor(durationMs / 60_000);
  const seconds = (durationMs - minutes * 60_000) / 1_000;
  return minutes === 0 ? `${seconds}s` : `${minutes}m${seconds}s`;
}
