import type { LanguageModelV4GenerateResult } from "@ai-sdk/provider";
import type { Api, FailureKind } from "@switchyard/contract";
import { fieldAt, textAt } from "../wire/json-fields.ts";

/** Why a successful call holds no answer. */
export interface NoAnswer {
  readonly kind: FailureKind;
  /** What the provider did, to follow its name. */
  readonly what: string;
}

/** Finish reasons of Gemini for a tool call it could not write. */
const MALFORMED_CALLS: ReadonlySet<string | undefined> = new Set([
  "MALFORMED_FUNCTION_CALL",
  "UNEXPECTED_TOOL_CALL",
]);

/**
 * What the SDK's `content-filter` means: OpenAI's refusal parts come with the raw reason `stop` or
 * none (@ai-sdk/openai 4.0.118, map-openai-responses-finish-reason), Anthropic's with `refusal`.
 * Every other raw reason is a filter of the provider.
 */
const REFUSALS: ReadonlySet<string | undefined> = new Set([undefined, "stop", "refusal"]);

/**
 * Whether a 200 is no answer: an interrupted or failed generation, a refusal, a blocked prompt or
 * answer, a body without any of the format's fields, or nothing in it. Undefined for an answer,
 * also for one that the output limit cut: whether half an answer will do is the router's to judge.
 */
export function findNoAnswer(
  api: Api,
  result: LanguageModelV4GenerateResult,
  isEmpty: boolean,
): NoAnswer | undefined {
  const { unified, raw } = result.finishReason;
  const body = result.response?.body;
  if (unified === "interrupted")
    return { kind: "stream-interrupted", what: "broke off its answer" };
  if (api === "google" && isNoGeminiAnswer(body))
    return { kind: "malformed-output", what: "answered with a body that is not one of its format" };
  if (unified === "error") return failedGeneration(raw);
  if (unified === "content-filter") return filtered(raw, body);
  if (MALFORMED_CALLS.has(raw)) return failedGeneration(raw);
  if (!isEmpty) return undefined;
  return unified === "length"
    ? { kind: "output-truncated", what: "spent the output limit before it wrote any text" }
    : { kind: "empty-output", what: `gave an empty answer (${raw ?? unified})` };
}

function failedGeneration(raw: string | undefined): NoAnswer {
  return MALFORMED_CALLS.has(raw)
    ? { kind: "malformed-output", what: `wrote a tool call that cannot be read (${raw})` }
    : { kind: "server-error", what: `failed while it answered (${raw ?? "no reason given"})` };
}

function filtered(raw: string | undefined, body: unknown): NoAnswer {
  if (REFUSALS.has(raw)) return { kind: "refusal", what: "refused to answer" };
  return textAt(body, "promptFeedback", "blockReason") === raw
    ? { kind: "content-blocked-input", what: `blocked the prompt (${raw})` }
    : { kind: "content-blocked-output", what: `blocked the answer (${raw})` };
}

/** @ai-sdk/google 4.0.121 takes any JSON object for an empty answer. */
function isNoGeminiAnswer(body: unknown): boolean {
  return (
    !Array.isArray(fieldAt(body, "candidates")) && fieldAt(body, "promptFeedback") === undefined
  );
}
