import type { Capability, ModelCapability, Reason, Route } from "@switchyard/contract";
import { pointerOf } from "../load/json-pointer.ts";
import type { Candidate, RungContext } from "./candidate.ts";
import type { Check } from "./envelope-checks.ts";
import { outputTokensLimit } from "./output-limit.ts";

/** The rules of route, rung and request that bar a candidate, in `REJECTION_CODES` order. */
export const ROUTE_CHECKS: readonly Check[] = [
  routeCapabilitiesAreOffered,
  requestCapabilitiesAreOffered,
  routeContextFits,
  requestContextFits,
  routeLatencyHolds,
  requestLatencyHolds,
  qualityReachesFloor,
  qualityIsMeasured,
  routeCostHolds,
  intentIsOnRung,
];

/** Scores compare in millionths, so a floor lowered by a rung has no float's last digit. */
const SCORE_STEPS = 1_000_000;

function routeCapabilitiesAreOffered({ model, route }: Candidate) {
  return capabilitiesReason(
    model.capabilities,
    route.requires.capabilities,
    routePointer(route, "requires", "capabilities"),
  );
}

function requestCapabilitiesAreOffered({ model }: Candidate, { request }: RungContext) {
  return capabilitiesReason(model.capabilities, request.capabilities, "request:/capabilities");
}

function capabilitiesReason(
  have: readonly ModelCapability[],
  need: readonly Capability[],
  pointer: string,
): Reason | undefined {
  if (need.every((capability) => have.includes(capability))) return undefined;
  return { code: "capability-missing", have, need, pointer };
}

function routeContextFits({ model, route }: Candidate) {
  const need = route.requires.contextTokensMin;
  if (model.contextTokens >= need) return undefined;
  return {
    code: "context-too-small",
    have: model.contextTokens,
    need,
    pointer: routePointer(route, "requires", "contextTokensMin"),
  } as const;
}

function requestContextFits({ model, route }: Candidate, context: RungContext) {
  const output = outputTokensLimit(context.bundle.policy, route, context.rung);
  const need = context.request.contextTokens + output;
  if (model.contextTokens >= need) return undefined;
  return {
    code: "context-too-small",
    have: model.contextTokens,
    need,
    pointer: "request:/contextTokens",
  } as const;
}

function routeLatencyHolds({ model, route }: Candidate) {
  const need = route.limits.latencyMsMax;
  if (model.latency.msP95 <= need) return undefined;
  return {
    code: "latency-over-limit",
    have: model.latency.msP95,
    need,
    pointer: routePointer(route, "limits", "latencyMax"),
  } as const;
}

function requestLatencyHolds({ model }: Candidate, { request }: RungContext) {
  if (model.latency.msP95 <= request.slaMs) return undefined;
  return {
    code: "latency-over-limit",
    have: model.latency.msP95,
    need: request.slaMs,
    pointer: "request:/slaMs",
  } as const;
}

function qualityReachesFloor({ route, quality }: Candidate, { rung }: RungContext) {
  const floorSteps = floorStepsOf(route, rung.qualityFloorLower);
  if (floorSteps === undefined || quality === null) return undefined;
  if (Math.round(quality * SCORE_STEPS) >= floorSteps) return undefined;
  return {
    code: "quality-below-floor",
    have: quality,
    need: floorSteps / SCORE_STEPS,
    pointer: routePointer(route, "limits", "qualityFloor"),
  } as const;
}

function qualityIsMeasured({ route, quality }: Candidate, { rung }: RungContext) {
  const floorSteps = floorStepsOf(route, rung.qualityFloorLower);
  if (floorSteps === undefined || quality !== null) return undefined;
  return {
    code: "quality-unmeasured",
    have: null,
    need: floorSteps / SCORE_STEPS,
    pointer: routePointer(route, "limits", "qualityFloor"),
  } as const;
}

/** The route's floor lowered by the rung, never below 0. Undefined: the route has no floor. */
function floorStepsOf({ limits }: Route, lower: number): number | undefined {
  if (limits.qualityFloor === "unmeasured") return undefined;
  return Math.max(0, Math.round((limits.qualityFloor - lower) * SCORE_STEPS));
}

function routeCostHolds({ route, costPerSuccessMicroUsd }: Candidate) {
  const need = route.limits.costPerTaskMicroUsdMax;
  if (costPerSuccessMicroUsd <= need) return undefined;
  return {
    code: "cost-over-ceiling",
    have: costPerSuccessMicroUsd,
    need,
    pointer: routePointer(route, "limits", "costPerTaskMax"),
  } as const;
}

function intentIsOnRung(_candidate: Candidate, { request, name, rung }: RungContext) {
  if (rung.intents === undefined || rung.intents.includes(request.intent)) return undefined;
  return {
    code: "intent-not-on-rung",
    have: request.intent,
    need: rung.intents,
    pointer: pointerOf(["ladder", name, "intents"]),
  } as const;
}

function routePointer(route: Route, ...path: readonly string[]): string {
  return pointerOf(["routes", route.index, ...path]);
}
