import type { DatedPrice, ModelFailure, ModelResponse, Usage } from "@switchyard/contract";
import { costMicroUsd } from "@switchyard/policy";
import type { Attempt } from "./climb-state.ts";

/** Of an answer that no model gave. */
export const NO_USAGE: Usage = {
  inputTokens: 0,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
};

/** How a reservation ends. `estimate`: the provider reported no usage. */
export type Settlement =
  | {
      readonly kind: "settle";
      readonly amountMicroUsd: number;
      readonly source: "usage" | "estimate";
    }
  | { readonly kind: "release" };

/** What an answer costs. */
export function settleResponse({ price }: Attempt, response: ModelResponse): Settlement {
  return {
    kind: "settle",
    amountMicroUsd: costMicroUsd(price, response.usage),
    source: response.usageReported ? "usage" : "estimate",
  };
}

/**
 * What a failed call costs: what the provider reported; nothing where it bills nothing; else its
 * input, as estimated. A call that was cut off may be billed, so it is never taken for free.
 */
export function settleFailure(
  { price }: Attempt,
  failure: ModelFailure,
  contextTokens: number,
): Settlement {
  if (failure.usage !== undefined)
    return {
      kind: "settle",
      amountMicroUsd: costMicroUsd(price, failure.usage),
      source: failure.billed === "partial" ? "estimate" : "usage",
    };
  if (failure.billed === "none") return { kind: "release" };
  return {
    kind: "settle",
    amountMicroUsd: inputCostMicroUsd(price, contextTokens),
    source: "estimate",
  };
}

/** Spend that a settlement posts. */
export function amountOf(settlement: Settlement): number {
  return settlement.kind === "settle" ? settlement.amountMicroUsd : 0;
}

function inputCostMicroUsd(price: DatedPrice, inputTokens: number): number {
  return costMicroUsd(price, { ...NO_USAGE, inputTokens });
}
