import { strict as assert } from "node:assert";
import type { ModelRung, PlannedEndpoint, RungName } from "@switchyard/contract";
import { costMicroUsdMax, outputTokensLimit, priceAt } from "@switchyard/policy";
import type { Ascent } from "./ascent.ts";
import { repairMessages } from "../judge/repair-request.ts";
import type { Attempt, Quote, RefusedAnswer } from "./climb-state.ts";

/**
 * What a call may cost at most, at the prices of an instant, and the budgets it is charged to. The
 * call is settled at the same prices, whatever holds when it ends.
 */
export function quoteAttempt(
  ascent: Ascent,
  rung: RungName,
  endpoint: PlannedEndpoint,
  epochMs: number,
  { mends, continues }: Partial<Pick<Attempt, "mends" | "continues">> = {},
): Quote {
  const { catalog, request, route } = ascent;
  const model = catalog.models[endpoint.model];
  assert(model !== undefined, `The plan names ${endpoint.model}, which the catalogue lacks.`);
  const settings = rungSettings(ascent, rung);
  const price = priceAt(model, epochMs);
  const limit = outputLimit(ascent, endpoint.via, settings);
  const outputTokensMax = Math.max(1, limit - (continues?.tokens ?? 0));
  const added = addedTokensMax(settings.instruction, continues?.text, mends);
  const inputTokensMax = ascent.inputTokensMax + added;
  const { provider, tier } = endpoint;
  const charge = { route: route.id, tier, provider, model: model.id, segment: request.segment };
  return {
    endpoint,
    rung,
    settings,
    model,
    price,
    lines: ascent.budgetLines(charge, epochMs),
    amountMicroUsd: costMicroUsdMax(price, inputTokensMax, outputTokensMax),
    outputTokensMax,
  };
}

/** No tokenizer makes more tokens than bytes, and what is added is short. */
function addedTokensMax(
  instruction = "",
  beginning = "",
  mends: RefusedAnswer | undefined,
): number {
  let tokensMax = Buffer.byteLength(instruction) + Buffer.byteLength(beginning);
  for (const text of addedByRepair(mends)) tokensMax += Buffer.byteLength(text);
  return tokensMax;
}

function addedByRepair(mends: RefusedAnswer | undefined): readonly string[] {
  if (mends === undefined) return [];
  const turns = repairMessages(mends, mends.failures);
  return turns.map(({ content }) => JSON.stringify(content));
}

/** How a model rung changes the request. */
export function rungSettings({ policy }: Ascent, rung: RungName): ModelRung {
  const settings = rung === "static" ? undefined : policy.ladder[rung];
  assert(settings !== undefined, `The plan has rung ${rung}, which the policy's ladder lacks.`);
  return settings;
}

/** The smallest limit: the caller's, the ask's route's, the candidate's route's and the rung's. */
function outputLimit(ascent: Ascent, via: string, settings: ModelRung): number {
  const { policy, route, outputTokensMax } = ascent;
  const own = outputTokensLimit(policy, route, settings);
  const other = via === route.id ? undefined : policy.routes.find(({ id }) => id === via);
  const limit =
    other === undefined ? own : Math.min(own, outputTokensLimit(policy, other, settings));
  return Math.min(limit, outputTokensMax ?? limit);
}
