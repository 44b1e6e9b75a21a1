import type { Rng } from "@switchyard/contract";
import {
  createFaultEngine,
  type FaultEngine,
  type ScheduledFault,
} from "../faults/create-fault-engine.ts";
import type { Fault, FaultTarget } from "../faults/fault.ts";
import type { VirtualClock } from "../time/create-virtual-clock.ts";
import type { EventBus } from "./event-bus.ts";
import { resolveTarget, type ProviderRoles } from "./provider-roles.ts";

export interface RehearsalFaults {
  readonly engine: FaultEngine;
  /** Faults that hit nothing, in words. */
  readonly notices: readonly string[];
}

/** Aims a scenario's faults: roles become providers, and a role that nobody plays is told. */
export function aimFaults(
  faults: readonly Fault[],
  roles: ProviderRoles,
  rng: Rng,
): RehearsalFaults {
  const notices: string[] = [];
  const aimed = faults.filter(({ id, target }) => {
    const resolved = resolveTarget(target, roles);
    if ("target" in resolved) return true;
    notices.push(
      `Fault ${id} is aimed at ${resolved.missing}, but one provider has all first choices: ` +
        "it hits nothing.",
    );
    return false;
  });
  const resolve = (target: FaultTarget): FaultTarget => {
    const resolved = resolveTarget(target, roles);
    return "target" in resolved ? resolved.target : target;
  };
  return { engine: createFaultEngine({ faults: aimed, rng, resolve }), notices };
}

/** Tells the start and end of each fault when its time comes. */
export function scheduleFaultEvents(
  faults: readonly ScheduledFault[],
  durationMs: number,
  clock: VirtualClock,
  bus: EventBus,
): void {
  for (const { id, type, fromMs, untilMs, target } of faults) {
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

/** `openai`, `openai/gpt-6-sol`, `openai#eu` or `#eu`; `each provider` where nothing is named. */
function targetInWords({ provider, model, region }: FaultTarget): string {
  if (provider === undefined && model === undefined && region === undefined) return "each provider";
  const who = model ?? provider ?? "";
  return region === undefined ? who : `${who}#${region}`;
}
