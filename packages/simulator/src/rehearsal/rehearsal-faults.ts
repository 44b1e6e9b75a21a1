import type { Rng } from "@switchyard/contract";
import {
  createFaultEngine,
  type LiveFaultEngine,
  type ScheduledFault,
} from "../faults/create-fault-engine.ts";
import type { Fault, FaultTarget } from "../faults/fault.ts";
import type { VirtualClock } from "../time/create-virtual-clock.ts";
import type { EventBus } from "./event-bus.ts";
import { resolveTarget, type ProviderRoles } from "./provider-roles.ts";

export interface RehearsalFaults {
  readonly engine: LiveFaultEngine;
  /** Faults that hit nothing, in words. */
  readonly notices: readonly string[];
}

/** Aims a scenario's faults: roles become providers, and a role that nobody plays is told. */
export function aimFaults(
  faults: readonly Fault[],
  roles: ProviderRoles,
  rng: Rng,
): RehearsalFaults {
  const missing = ({ target }: Fault): string | undefined => {
    const resolved = resolveTarget(target, roles);
    return "target" in resolved ? undefined : resolved.missing;
  };
  const isAimed = (fault: Fault): boolean => missing(fault) === undefined;
  const resolve = (target: FaultTarget): FaultTarget => {
    const resolved = resolveTarget(target, roles);
    return "target" in resolved ? resolved.target : target;
  };
  const engine = createFaultEngine({ faults: faults.filter(isAimed), rng, resolve });
  return {
    engine: { ...engine, replan: (next) => engine.replan(next.filter(isAimed)) },
    notices: faults.flatMap((fault) => {
      const role = missing(fault);
      if (role === undefined) return [];
      return (
        `Fault ${fault.id} is aimed at ${role}, but one provider has all first choices: ` +
        "it hits nothing."
      );
    }),
  };
}

/** The events of a fault that are still to come. */
export interface FaultTelling {
  hasBegun(): boolean;
  /** Takes back what has not happened. */
  cancel(): void;
}

/**
 * Tells the start and end of a fault when their time comes.
 *
 * @param before what was told of the fault before its times changed: a start is told once
 */
export function scheduleFaultEvents(
  { id, type, fromMs, untilMs, target }: ScheduledFault,
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
  const cancels = [
    ...(hasBegun ? [] : [clock.schedule(fromMs, key, begin)]),
    ...(untilMs === Infinity ? [] : [clock.schedule(untilMs, key, end)]),
  ];
  return {
    hasBegun: () => hasBegun,
    cancel: () => {
      for (const cancel of cancels) cancel();
    },
  };
}

/** `openai`, `openai/gpt-6-sol`, `openai#eu` or `#eu`; `each provider` where nothing is named. */
function targetInWords({ provider, model, region }: FaultTarget): string {
  if (provider === undefined && model === undefined && region === undefined) return "each provider";
  const who = model ?? provider ?? "";
  return region === undefined ? who : `${who}#${region}`;
}
