import type {
  LanguageModelV4FilePart,
  LanguageModelV4Message,
  LanguageModelV4Prompt,
  LanguageModelV4TextPart,
} from "@ai-sdk/provider";
import {
  InvalidRequestError,
  type FilePart,
  type Message,
  type TextPart,
  type ToolCallPart,
  type ToolResultPart,
} from "@switchyard/contract";
import type { LeaveOut } from "./left-out.ts";
import { toToolOutput } from "./to-tool-output.ts";

type Turn<Role extends LanguageModelV4Message["role"]> = Extract<
  LanguageModelV4Message,
  { readonly role: Role }
>;

/**
 * The prompt of a call as a conversation that any provider can take. What only the provider that
 * made it understands is left out and noted; a message of nothing else is dropped.
 *
 * Throws `InvalidRequestError` for a file that only one provider holds: without it the question is
 * another one.
 */
export function toMessages(prompt: LanguageModelV4Prompt, leaveOut: LeaveOut): readonly Message[] {
  return prompt.flatMap((message) => {
    noteOptions(message, leaveOut);
    switch (message.role) {
      case "system":
        return { role: "system", content: message.content };
      case "user":
        return { role: "user", content: message.content.map(toUserPart) };
      case "assistant": {
        const content = message.content.flatMap((part) => toAssistantPart(part, leaveOut));
        return content.length === 0 ? [] : { role: "assistant", content };
      }
      case "tool": {
        const content = message.content.flatMap((part) => toToolResult(part, leaveOut));
        return content.length === 0 ? [] : { role: "tool", content };
      }
    }
  });
}

/** Settings of a message or a part, such as marks for a provider's cache. */
function noteOptions(message: LanguageModelV4Message, leaveOut: LeaveOut): void {
  const parts = message.role === "system" ? [] : message.content;
  const isSet = [message, ...parts].some(({ providerOptions }) => providerOptions !== undefined);
  if (!isSet) return;
  leaveOut(
    "providerOptions of messages and parts",
    "They are left out: the policy chooses the provider when the conversation is written already.",
  );
}

function toUserPart(part: LanguageModelV4TextPart | LanguageModelV4FilePart): TextPart | FilePart {
  if (part.type === "text") return { type: "text", text: part.text };
  const mediaType = fullMediaType(part.mediaType);
  const { data } = part;
  switch (data.type) {
    case "data":
      return { type: "file", mediaType, data: { base64: toBase64(data.data) } };
    case "text":
      return { type: "file", mediaType, data: { base64: toBase64(Buffer.from(data.text)) } };
    case "url":
      return { type: "file", mediaType, data: { url: data.url.href } };
    case "reference": {
      const holders = Object.keys(data.reference).join(", ");
      const message = `A file is given as a reference that only ${holders} can read. Give its bytes or its URL.`;
      throw new InvalidRequestError([{ field: "input", message }]);
    }
  }
}

/** The AI SDK's `image` is its `image/*`; a type with a slash says whether it is seen or read. */
function fullMediaType(mediaType: string): string {
  return mediaType.includes("/") ? mediaType : `${mediaType}/*`;
}

function toBase64(data: Uint8Array | string): string {
  return typeof data === "string" ? data : Buffer.from(data).toString("base64");
}

function toAssistantPart(
  part: Turn<"assistant">["content"][number],
  leaveOut: LeaveOut,
): readonly (TextPart | ToolCallPart)[] {
  switch (part.type) {
    case "text":
      return [{ type: "text", text: part.text }];
    case "tool-call": {
      const { toolCallId, toolName, input, providerExecuted } = part;
      if (providerExecuted !== true) return [{ type: "tool-call", toolCallId, toolName, input }];
      leaveOut("tools that a provider runs", "Their calls and results are left out.");
      return [];
    }
    case "tool-result":
      leaveOut("tools that a provider runs", "Their calls and results are left out.");
      return [];
    case "reasoning":
    case "reasoning-file":
      leaveOut(
        "reasoning of earlier answers",
        "It is left out: only the model that wrote it can read it, and another may answer.",
      );
      return [];
    case "file":
    case "custom":
      leaveOut(
        `${part.type} parts of earlier answers`,
        "They are left out: not every provider can take them back.",
      );
      return [];
  }
}

function toToolResult(
  part: Turn<"tool">["content"][number],
  leaveOut: LeaveOut,
): readonly ToolResultPart[] {
  if (part.type === "tool-approval-response") {
    leaveOut("approvals of tools that a provider runs", "They are left out, as the tools are.");
    return [];
  }
  const { toolCallId, toolName, output } = part;
  return [{ type: "tool-result", toolCallId, toolName, output: toToolOutput(output, leaveOut) }];
}
