import type { Endpoint } from "@switchyard/contract";
import type { ScheduledFault } from "../faults/create-fault-engine.ts";

/** Whether an endpoint is among those a fault is aimed at. */
export function isHit(
  { provider, model, region }: Pick<Endpoint, "provider" | "model" | "region">,
  { target }: Pick<ScheduledFault, "target">,
): boolean {
  return (
    (target.provider === undefined || target.provider === provider) &&
    (target.region === undefined || target.region === region) &&
    (target.model === undefined || target.model === model || model.startsWith(`${target.model}@`))
  );
}
