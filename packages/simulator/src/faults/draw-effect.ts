import type { Rng } from "@switchyard/contract";
import { billEffect } from "./families/bill-fault.ts";
import { bodyEffect } from "./families/body-fault.ts";
import { httpEffect } from "./families/http-fault.ts";
import { latencyEffect } from "./families/latency-fault.ts";
import { netEffect } from "./families/net-fault.ts";
import { streamEffect } from "./families/stream-fault.ts";
import type { FaultEffect } from "./fault-effect.ts";
import type { FaultBehaviour } from "./fault.ts";

/** Families in the order in which their effects compose. */
const FAMILIES = ["latency", "net", "http", "body", "stream", "bill"] as const;

/** Place of a fault's family in that order. */
export function stageOf({ type }: FaultBehaviour): number {
  return FAMILIES.findIndex((family) => family === familyOf(type));
}

function familyOf(type: FaultBehaviour["type"]): string {
  return type === "price.change" || type === "cache.cold" ? "bill" : type.split(".", 1).join();
}

/**
 * What `behaviour` does to the call whose stream is `rng`. Draws only where it has a choice.
 *
 * @param openInMs time until a request limit lets a call through; an honest `retry-after`
 */
export function drawEffect(behaviour: FaultBehaviour, rng: Rng, openInMs: number): FaultEffect {
  if (isOfFamily(behaviour, "net")) return netEffect(behaviour);
  if (isOfFamily(behaviour, "http")) return httpEffect(behaviour, rng, openInMs);
  if (isOfFamily(behaviour, "latency")) return latencyEffect(behaviour);
  if (isOfFamily(behaviour, "body")) return bodyEffect(behaviour);
  if (isOfFamily(behaviour, "stream")) return streamEffect(behaviour);
  return billEffect(behaviour);
}

/** Whether a behaviour is of a family, by its name. */
export function isOfFamily<Family extends string>(
  behaviour: FaultBehaviour,
  family: Family,
): behaviour is Extract<FaultBehaviour, { readonly type: `${Family}.${string}` }> {
  return behaviour.type.startsWith(`${family}.`);
}
