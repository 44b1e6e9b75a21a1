import type { Rng } from "@switchyard/contract";
import {
  createFaultEngine,
  type LiveFaultEngine,
  type ScheduledFault,
} from "../faults/create-fault-engine.ts";
import type { AimedTarget, FaultTarget } from "../faults/fault-target.ts";
import { isCallFault, type Fault } from "../faults/fault.ts";
import { targetInWords } from "../faults/target-in-words.ts";
import type { VirtualClock } from "../time/create-virtual-clock.ts";
import type { EventBus } from "./event-bus.ts";
import { resolveTarget, type Cast } from "./provider-roles.ts";

export interface RehearsalFaults {
  readonly engine: LiveFaultEngine;
  /** Faults that hit nothing, in words. */
  readonly notices: readonly string[];
}

/** Aims a scenario's faults: roles become providers, and a role that nobody plays is told. */
export function aimFaults(faults: readonly Fault[], cast: Cast, rng: Rng): RehearsalFaults {
  const noticeOf = (fault: Fault): string | undefined => {
    if (!isCallFault(fault)) return undefined;
    const resolved = resolveTarget(fault.target, cast);
    if ("target" in resolved) return undefined;
    return `Fault ${fault.id} is aimed at ${resolved.missing}, ${whyMissing(fault.target)}`;
  };
  const isAimed = (fault: Fault): boolean => noticeOf(fault) === undefined;
  const resolve = (target: FaultTarget): AimedTarget => {
    const resolved = resolveTarget(target, cast);
    return "target" in resolved ? resolved.target : {};
  };
  const engine = createFaultEngine({ faults: faults.filter(isAimed), rng, resolve });
  return {
    engine: { ...engine, replan: (next) => engine.replan(next.filter(isAimed)) },
    notices: faults.flatMap((fault) => noticeOf(fault) ?? []),
  };
}

function whyMissing({ edge }: FaultTarget): string {
  return edge === undefined
    ? "but one provider has all first choices: it hits nothing."
    : "but the catalogue has no shared edge: it hits nothing.";
}

/** The events of a fault that are still to come. */
export interface FaultTelling {
  hasBegun(): boolean;
  /** Takes back what has not happened. */
  cancel(): void;
}

/**
 * Tells the start and end of a fault when their time comes; what is part of the world has none.
 *
 * @param before what was told of the fault before its times changed: a start is told once
 */
export function scheduleFaultEvents(
  { id, type, fromMs, untilMs, target, isAmbient }: ScheduledFault,
  durationMs: number,
  clock: Pick<VirtualClock, "schedule">,
  bus: Pick<EventBus, "emit">,
  before?: FaultTelling,
): FaultTelling {
  before?.cancel();
  let hasBegun = before?.hasBegun() ?? false;
  const lastsMs = Math.max(0, Math.min(untilMs, durationMs) - fromMs);
  const facts = { fault: id, kind: type, target: targetInWords(target), durationMs: lastsMs };
  const begin = (): void => {
    hasBegun = true;
    bus.emit({ type: "fault-started", ...facts });
  };
  const end = (): void => bus.emit({ type: "fault-ended", fault: id });
  const key = `fault/${id}`;
  const isTold = isAmbient !== true;
  const cancels = [
    ...(isTold && !hasBegun ? [clock.schedule(fromMs, key, begin)] : []),
    ...(isTold && untilMs !== Infinity ? [clock.schedule(untilMs, key, end)] : []),
  ];
  return {
    hasBegun: () => hasBegun,
    cancel: () => {
      for (const cancel of cancels) cancel();
    },
  };
}
