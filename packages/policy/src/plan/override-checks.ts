import type { Model } from "@switchyard/contract";
import { baseModel } from "./base-model.ts";
import type { Candidate, RungContext } from "./candidate.ts";
import type { Check } from "./envelope-checks.ts";

/** What the request itself leaves out, in `REJECTION_CODES` order. */
export const OVERRIDE_CHECKS: readonly Check[] = [costIsAccepted, isAmongOnly, isNotExcluded];

function costIsAccepted({ costPerSuccessMicroUsd }: Candidate, { request }: RungContext) {
  const need = request.overrides.costMicroUsdMax;
  if (need === undefined || costPerSuccessMicroUsd <= need) return undefined;
  return {
    code: "cost-over-ceiling",
    have: costPerSuccessMicroUsd,
    need,
    pointer: "request:/costMicroUsdMax",
  } as const;
}

function isAmongOnly({ model }: Candidate, { request }: RungContext) {
  const { only } = request.overrides;
  if (only === undefined || only.some((name) => names(name, model))) return undefined;
  return {
    code: "excluded-by-request",
    have: model.id,
    need: only,
    pointer: "request:/only",
  } as const;
}

function isNotExcluded({ model }: Candidate, { request }: RungContext) {
  const { exclude } = request.overrides;
  if (exclude === undefined || !exclude.some((name) => names(name, model))) return undefined;
  return {
    code: "excluded-by-request",
    have: model.id,
    need: exclude,
    pointer: "request:/exclude",
  } as const;
}

/** Whether a name in an override means a model: by itself, by its base model or its provider. */
function names(name: string, model: Model): boolean {
  return name === model.id || name === model.provider || name === baseModel(model.id);
}
