import type { FailureKind, Gate, ModelFailure, ModelResponse } from "@switchyard/contract";
import { failureRule } from "@switchyard/providers";

/** Whether an answer passes the gates of its route. */
export type Verdict =
  | { readonly kind: "accepted"; readonly object?: unknown }
  | { readonly kind: "failed"; readonly failure: ModelFailure };

/**
 * Judges a complete answer.
 *
 * Here is the one place where gates apply: `non-empty` and `not-truncated` as listed, and JSON
 * wherever the caller asked for it and no tool was called. A typed refusal is a failure of the
 * call before it comes here. The gates `schema` (beyond valid JSON), `judge` and `not-refusal`
 * (of a refusal in plain words) are accepted by the policy and have no effect yet.
 */
export function judgeResponse(
  gates: readonly Gate[],
  expectsJson: boolean,
  response: ModelResponse,
  provider: string,
): Verdict {
  const { text, toolCalls, finishReason } = response;
  const isOn = (kind: Gate["kind"]): boolean => gates.some((gate) => gate.kind === kind);
  const fail = (kind: FailureKind, message: string): Verdict => ({
    kind: "failed",
    failure: gateFailure(kind, message, provider, response),
  });
  if (finishReason === "length" && isOn("not-truncated"))
    return fail("output-truncated", "The output limit cut the answer.");
  if (text.trim() === "" && toolCalls.length === 0 && isOn("non-empty"))
    return fail("empty-output", "The answer is empty.");
  if (!expectsJson || toolCalls.length > 0) return { kind: "accepted" };
  try {
    return { kind: "accepted", object: JSON.parse(text) };
  } catch {
    return fail("malformed-output", "The answer is not the JSON that was asked for.");
  }
}

function gateFailure(
  kind: FailureKind,
  message: string,
  provider: string,
  { usage, usageReported, requestId }: ModelResponse,
): ModelFailure {
  return {
    kind,
    ...failureRule(kind),
    billed: "full",
    committed: false,
    provider,
    message,
    ...(usageReported && { usage }),
    ...(requestId !== undefined && { requestId }),
  };
}
