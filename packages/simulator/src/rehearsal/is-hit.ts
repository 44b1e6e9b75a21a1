import type { Endpoint } from "@switchyard/contract";
import type { ScheduledFault } from "../faults/create-fault-engine.ts";
import { isAt } from "../faults/fault-target.ts";

/** Whether an endpoint is among those a fault is aimed at; a fault around the router has none. */
export function isHit(
  endpoint: Pick<Endpoint, "provider" | "model" | "region">,
  { target }: Pick<ScheduledFault, "target">,
): boolean {
  return target !== undefined && isAt(target, endpoint);
}
