import type { AskAnsweredEvent, AskFailedEvent, RateTier, Usage } from "@switchyard/contract";
import type { CostAsk, CostCall } from "./cost-ask.ts";
import type { SavingControl } from "./saving-control.ts";

/** What a call took, and at which rates it was charged. */
export interface CallCharge {
  readonly usage: Usage;
  readonly rates: RateTier;
}

/** A control that touched an ask. */
export interface Touch {
  readonly control: SavingControl;
  /** What the ask would have cost without it, as far as its own events tell. */
  readonly knownMicroUsd: number;
}

const TOKENS_PER_RATE = 1_000_000;

/** Which controls an ask met that has ended, each with what the ask would have cost without it. */
export function touchesOf(
  ask: CostAsk,
  { why, costMicroUsd }: AskAnsweredEvent | AskFailedEvent,
): readonly Touch[] {
  const { pruned, lowered, calls } = ask;
  const touches: Touch[] = [];
  const touch = (control: SavingControl, knownMicroUsd: number): void => {
    // A line that was written by hand may have any number in it.
    if (Number.isFinite(knownMicroUsd)) touches.push({ control, knownMicroUsd });
  };
  if (lowered !== undefined)
    touch("tier-down", (costMicroUsd * lowered.fromMicroUsd) / lowered.toMicroUsd);
  if (pruned !== undefined)
    touch("pruning", costMicroUsd + sumOf(calls, (charge) => prunedMicroUsd(charge, pruned)));
  const cutAt = calls.findIndex(({ isAtLimit }) => isAtLimit);
  if (cutAt >= 0)
    touch(
      "response-limit",
      calls.slice(0, cutAt + 1).reduce((sum, call) => sum + call.costMicroUsd, 0),
    );
  if (calls.some(({ charge }) => charge !== undefined && usesCache(charge)))
    touch("prompt-cache", costMicroUsd + sumOf(calls, cachedMicroUsd));
  const refused = why === undefined ? undefined : REFUSED_BY[why];
  if (refused !== undefined) touch(refused, 0);
  return touches;
}

/** The control behind an ask that no model answered. */
const REFUSED_BY: Readonly<Partial<Record<string, SavingControl>>> = {
  throttled: "throttle",
  deferred: "defer",
  quota: "quota",
  budget: "cap",
};

/** What the output of a call cost. */
export function outputMicroUsd({ usage, rates }: CallCharge): number {
  return (usage.outputTokens * rates.outputMicroUsdPerMTok) / TOKENS_PER_RATE;
}

/** What the input that pruning left out would have cost as fresh input. */
function prunedMicroUsd(
  { rates }: CallCharge,
  { tokensBefore, tokensAfter }: NonNullable<CostAsk["pruned"]>,
): number {
  return ((tokensBefore - tokensAfter) * rates.inputMicroUsdPerMTok) / TOKENS_PER_RATE;
}

function usesCache({ usage }: CallCharge): boolean {
  return usage.cachedInputTokens > 0 || usage.cacheWriteTokens > 0;
}

/** What more a call's input would have cost as fresh input; below 0 where it was only written. */
function cachedMicroUsd({ usage, rates }: CallCharge): number {
  const { inputMicroUsdPerMTok: fresh } = rates;
  const read = usage.cachedInputTokens * (fresh - rates.cachedInputMicroUsdPerMTok);
  const written = usage.cacheWriteTokens * (fresh - rates.cacheWriteMicroUsdPerMTok);
  return (read + written) / TOKENS_PER_RATE;
}

function sumOf(calls: readonly CostCall[], count: (charge: CallCharge) => number): number {
  return calls.reduce((sum, { charge }) => sum + (charge === undefined ? 0 : count(charge)), 0);
}
