import { ConfigurationError } from "@switchyard/contract";
import { formatMicroUsd, parseMicroUsd } from "@switchyard/policy";
import type { PolicyUnderTest } from "../check/policy-under-test.ts";
import type { Claim } from "./claim.ts";
import type { AtDay } from "./day-of.ts";
import { explainRequest, type StatedRequest } from "./explain-request.ts";

/**
 * Whether a request's first choice is expected to cost at most so much per success, while every
 * provider is well: the price of its workload's tokens over the model's success rate, as the
 * policy's own ceilings count. Planned, not rehearsed. Does not hold where no model is reached.
 *
 * @param cost dollars such as `$0.01`
 * @throws ConfigurationError for a cost that is none
 */
export function costsAtMost(
  policy: PolicyUnderTest,
  request: StatedRequest,
  cost: string,
  options: AtDay = {},
): Claim {
  const microUsdMax = parseMicroUsd(cost);
  if (Number.isNaN(microUsdMax)) {
    throw new ConfigurationError(`${cost} is no cost. Write dollars such as $0.01.`);
  }
  const explained = explainRequest(policy, request, options);
  const { explanation, first, firstWords, requestWords, why } = explained;
  if (first === undefined) {
    return { ok: false, message: `${requestWords} reaches no model, but ${firstWords}.\n\n${why}` };
  }
  const { costPerSuccessMicroUsd } = first;
  const ok = costPerSuccessMicroUsd <= microUsdMax;
  const message =
    `${requestWords} is expected to cost ${formatMicroUsd(costPerSuccessMicroUsd)} per success ` +
    `(workload ${explanation.request.workload}), ${ok ? "at most" : "over"} ` +
    `${formatMicroUsd(microUsdMax)}: it goes to ${firstWords}.`;
  return { ok, message: `${message}\n\n${why}` };
}
