import type { Rng } from "@switchyard/contract";
import {
  createFaultEngine,
  type FaultEngine,
  type ScheduledFault,
} from "../faults/create-fault-engine.ts";
import type { AimedTarget, FaultTarget } from "../faults/fault-target.ts";
import { isCallFault, type Fault } from "../faults/fault.ts";
import { targetInWords } from "../faults/target-in-words.ts";
import type { VirtualClock } from "../time/create-virtual-clock.ts";
import type { EventBus } from "./event-bus.ts";
import { resolveTarget, type Cast } from "./provider-roles.ts";

export interface RehearsalFaults {
  readonly engine: FaultEngine;
  /** Faults that hit nothing, in words. */
  readonly notices: readonly string[];
}

/** Aims a scenario's faults: roles become providers, and a role that nobody plays is told. */
export function aimFaults(faults: readonly Fault[], cast: Cast, rng: Rng): RehearsalFaults {
  const notices: string[] = [];
  const aimed = faults.filter((fault) => {
    if (!isCallFault(fault)) return true;
    const resolved = resolveTarget(fault.target, cast);
    if ("target" in resolved) return true;
    notices.push(`Fault ${fault.id} is aimed at ${resolved.missing}, ${whyMissing(fault.target)}`);
    return false;
  });
  const resolve = (target: FaultTarget): AimedTarget => {
    const resolved = resolveTarget(target, cast);
    return "target" in resolved ? resolved.target : {};
  };
  return { engine: createFaultEngine({ faults: aimed, rng, resolve }), notices };
}

function whyMissing({ edge }: FaultTarget): string {
  return edge === undefined
    ? "but one provider has all first choices: it hits nothing."
    : "but the catalogue has no shared edge: it hits nothing.";
}

/** Tells the start and end of each fault when its time comes; what is part of the world has none. */
export function scheduleFaultEvents(
  faults: readonly ScheduledFault[],
  durationMs: number,
  clock: VirtualClock,
  bus: EventBus,
): void {
  for (const { id, type, fromMs, untilMs, target, isAmbient } of faults) {
    if (isAmbient === true) continue;
    const lastsMs = Math.max(0, Math.min(untilMs, durationMs) - fromMs);
    clock.schedule(fromMs, `fault/${id}`, () =>
      bus.emit({
        type: "fault-started",
        fault: id,
        kind: type,
        target: targetInWords(target),
        durationMs: lastsMs,
      }),
    );
    if (untilMs === Infinity) continue;
    clock.schedule(untilMs, `fault/${id}`, () => bus.emit({ type: "fault-ended", fault: id }));
  }
}
