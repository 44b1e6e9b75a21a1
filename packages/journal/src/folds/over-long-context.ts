import type { AskAnsweredEvent, AskFailedEvent } from "@switchyard/contract";
import { outputMicroUsd } from "./ask-touches.ts";
import type { CostAsk, CostCall } from "./cost-ask.ts";

/**
 * The part of an answer's money that went into context beyond the size that its route's policy
 * prunes to: the share of the input by the estimates, of what the call's input cost. Whole
 * micro-US-dollars, at most what was paid; 0 where the events do not tell.
 */
export function overLongMicroUsd(
  { contextTokens, pruned }: CostAsk,
  answer: CostCall | undefined,
  end: AskAnsweredEvent | AskFailedEvent,
): number {
  const { paid, charge } = answer ?? {};
  const tokensOver = end.type === "ask-answered" ? (end.contextTokensOver ?? 0) : 0;
  const sentTokens = pruned?.tokensAfter ?? contextTokens;
  if (paid === undefined || charge === undefined || tokensOver <= 0) return 0;
  const inputMicroUsd = paid.amountMicroUsd - outputMicroUsd(charge);
  const share = Math.min(1, tokensOver / sentTokens);
  const lost = Math.round(inputMicroUsd * share);
  return lost > 0 && lost <= paid.amountMicroUsd ? lost : 0;
}
