import type { ModelFailure, ModelResponse } from "@switchyard/contract";
import { failureRule } from "@switchyard/providers";
import type { Verdict } from "./verdict.ts";

/**
 * A failed verdict as the failure that its attempt ends in: of the first gate that failed, with
 * what all of them say. Undefined when none failed. The call was answered, so it is billed in full.
 */
export function verdictFailure(
  { failures }: Pick<Verdict, "failures">,
  provider: string,
  { usage, usageReported, requestId }: ModelResponse,
): ModelFailure | undefined {
  const [first] = failures;
  if (first === undefined) return undefined;
  return {
    kind: first.kind,
    ...failureRule(first.kind),
    scope: first.gate,
    billed: "full",
    committed: false,
    provider,
    message: failures.map(({ message }) => message).join(" "),
    ...(usageReported && { usage }),
    ...(requestId !== undefined && { requestId }),
  };
}
