import type { Plan, PlannedEndpoint } from "@switchyard/contract";
import type { Ascent } from "../climb/ascent.ts";
import type { EventFacts } from "../events/event-emitter.ts";

/**
 * Tells which first choice the spend levels took from an ask, and what both cost by the plan.
 * Undefined: they took none, or there is none without them.
 */
export function tierLowered(ascent: Ascent): EventFacts | undefined {
  const { askId, route, plan, spend } = ascent;
  if (spend.planBefore === undefined) return undefined;
  const before = firstChoice(ascent, spend.planBefore);
  const after = firstChoice(ascent, plan);
  if (before === undefined || after === undefined || before.id === after.id) return undefined;
  return {
    type: "tier-lowered",
    askId,
    route: route.id,
    tiers: spend.tierDown,
    from: before.id,
    to: after.id,
    fromMicroUsd: before.costPerSuccessMicroUsd,
    toMicroUsd: after.costPerSuccessMicroUsd,
  };
}

/** The endpoint that the conversation keeps, else the plan's first that can be called here. */
function firstChoice({ absent, kept }: Ascent, { rungs }: Plan): PlannedEndpoint | undefined {
  const endpoints = rungs[0]?.endpoints ?? [];
  return endpoints.find(({ id }) => id === kept) ?? endpoints.find(({ id }) => !(id in absent));
}
