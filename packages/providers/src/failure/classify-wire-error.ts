import type { FailureKind } from "@switchyard/contract";
import type { WireError } from "../wire/wire-error.ts";
import { kindOfCode, kindOfStatus, kindOfType } from "./kind-of-name.ts";
import { geminiLimit, isGeminiQuotaSpent, saysSpendLimit } from "./quota.ts";
import { usedUpLimit, type RetryHint } from "./retry-hint.ts";

/** Prompts that are too long, as Anthropic, Gemini and compatible servers say it: without a code. */
const CONTEXT_OVERFLOW_WORDS: readonly RegExp[] = [
  /prompt is too long/,
  /input length and .{0,3}max_tokens.{0,3} exceed context limit/,
  /input token count .*exceeds the maximum number of tokens/,
  /maximum context length/,
];

/**
 * What kind of failure an error answer is. Codes and details decide first, then the words of the
 * few cases that have no code, then the class of error, then the status: a code nobody knows yet
 * falls back to its status.
 */
export function classifyWireError(wire: WireError, hint: RetryHint | undefined): FailureKind {
  if (isGeminiQuotaSpent(wire, hint)) return "quota-exhausted";
  const byCode = kindOfCode(wire.code);
  if (byCode !== undefined) return byCode;
  if (saysSpendLimit(wire)) return "quota-exhausted";
  if (saysContextOverflow(wire)) return "context-overflow";
  return kindOfType(wire.type) ?? kindOfStatus(failedStatus(wire));
}

/** Which limit a rate-limited call met: `requests`, `tokens`, `tokens-in`, `tokens-out`, `ramp`. */
export function rateLimitScope(wire: WireError): string | undefined {
  if (wire.code === "slow_down") return "ramp";
  if (wire.type === "tokens" || wire.type === "requests") return wire.type;
  return geminiLimit(wire) ?? usedUpLimit(wire.headers);
}

/** A relay may answer 200 and write the status of its own upstream into the body. */
function failedStatus({ status, bodyStatus }: WireError): number {
  return status >= 300 ? status : (bodyStatus ?? status);
}

function saysContextOverflow({ status, message }: WireError): boolean {
  return status === 400 && CONTEXT_OVERFLOW_WORDS.some((words) => words.test(message));
}
