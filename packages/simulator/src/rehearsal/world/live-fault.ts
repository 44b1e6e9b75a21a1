import type { Rng } from "@switchyard/contract";
import { parseShare } from "@switchyard/policy";
import type { ScheduledFault } from "../../faults/create-fault-engine.ts";
import { isCallFault, type Fault, type WorldFault } from "../../faults/fault.ts";
import type { FaultTimes } from "../../faults/fault-times.ts";

/** A fault around the router, with its times read. */
export type LiveFault<Type extends WorldFault["type"] = WorldFault["type"]> = FaultTimes & {
  readonly fault: Extract<WorldFault, { readonly type: Type }>;
};

/** What a fault around the router needs of its world. */
export interface FaultStage {
  /** Virtual milliseconds since the start. */
  readonly nowMs: () => number;
  readonly rng: Rng;
  /** Told when a fault takes effect. */
  readonly onHit: (fault: string) => void;
}

/** The faults around the router of some types, in the scenario's order. */
export function liveFaults<Type extends WorldFault["type"]>(
  faults: readonly Fault[],
  scheduled: readonly ScheduledFault[],
  types: readonly Type[],
): readonly LiveFault<Type>[] {
  return faults.flatMap((fault) => {
    const times = scheduled.find(({ id }) => id === fault.id);
    if (isCallFault(fault) || times === undefined || !isOneOf(fault, types)) return [];
    return [{ fault, fromMs: times.fromMs, untilMs: times.untilMs }];
  });
}

function isOneOf<Type extends WorldFault["type"]>(
  fault: WorldFault,
  types: readonly Type[],
): fault is Extract<WorldFault, { readonly type: Type }> {
  return types.some((type) => type === fault.type);
}

/** Whether a fault's time has come. */
export function isOn({ fromMs, untilMs }: FaultTimes, nowMs: number): boolean {
  return fromMs <= nowMs && nowMs < untilMs;
}

/** Whether a fault that is on hits what has this name; its share is drawn by fault and name. */
export function hits(
  { fault }: LiveFault,
  { rng }: Pick<FaultStage, "rng">,
  name: string,
): boolean {
  if (!("share" in fault) || fault.share === undefined) return true;
  return rng.fork(`${fault.id}/${name}`).float() < parseShare(fault.share);
}
