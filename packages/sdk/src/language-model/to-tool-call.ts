import type { LanguageModelV4ToolCall } from "@ai-sdk/provider";
import type { ToolCallPart } from "@switchyard/contract";

/** A model's wish to call a tool; a call without arguments has an empty object of them. */
export function toToolCall({ toolCallId, toolName, input }: ToolCallPart): LanguageModelV4ToolCall {
  return { type: "tool-call", toolCallId, toolName, input: JSON.stringify(input ?? {}) };
}
