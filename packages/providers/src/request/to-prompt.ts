import {
  InvalidPromptError,
  type JSONValue,
  type LanguageModelV4FilePart,
  type LanguageModelV4Message,
  type LanguageModelV4Prompt,
  type LanguageModelV4TextPart,
  type LanguageModelV4ToolCallPart,
  type LanguageModelV4ToolResultPart,
} from "@ai-sdk/provider";
import type {
  FilePart,
  Message,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from "@switchyard/contract";

/** A conversation in the SDK's words. Throws `InvalidPromptError` for a file whose URL cannot be sent. */
export function toPrompt(messages: readonly Message[]): LanguageModelV4Prompt {
  return messages.map(toMessage);
}

function toMessage(message: Message): LanguageModelV4Message {
  switch (message.role) {
    case "system":
      return { role: "system", content: message.content };
    case "user":
      return { role: "user", content: partsOf(message.content).map(toUserPart) };
    case "assistant":
      return { role: "assistant", content: partsOf(message.content).map(toAssistantPart) };
    case "tool":
      return { role: "tool", content: message.content.map(toToolResult) };
  }
}

function partsOf<Part>(content: string | readonly Part[]): readonly (Part | TextPart)[] {
  return typeof content === "string" ? [{ type: "text", text: content }] : content;
}

function toUserPart(part: TextPart | FilePart): LanguageModelV4TextPart | LanguageModelV4FilePart {
  if (part.type === "text") return { type: "text", text: part.text };
  const { mediaType, data } = part;
  if ("base64" in data)
    return { type: "file", mediaType, data: { type: "data", data: data.base64 } };
  if (/^data:/i.test(data.url))
    return { type: "file", mediaType, data: { type: "data", data: inlineBytes(data.url) } };
  if (!URL.canParse(data.url))
    throw invalidPrompt(
      "a file part's url is not a URL; write it with its scheme, such as https://",
    );
  return { type: "file", mediaType, data: { type: "url", url: new URL(data.url) } };
}

/** The bytes of a `data:` URL in base64: Anthropic and Gemini fetch URLs and know no `data:`. */
function inlineBytes(url: string): string {
  const comma = url.indexOf(",");
  if (!/;base64$/i.test(url.slice(0, Math.max(0, comma))))
    throw invalidPrompt("a file part's data: URL is not in base64; write ;base64 and encode it so");
  return url.slice(comma + 1);
}

function invalidPrompt(message: string): InvalidPromptError {
  return new InvalidPromptError({ prompt: undefined, message });
}

function toAssistantPart(
  part: TextPart | ToolCallPart,
): LanguageModelV4TextPart | LanguageModelV4ToolCallPart {
  if (part.type === "text") return { type: "text", text: part.text };
  const { toolCallId, toolName, input } = part;
  return { type: "tool-call", toolCallId, toolName, input };
}

function toToolResult(part: ToolResultPart): LanguageModelV4ToolResultPart {
  const { toolCallId, toolName, output } = part;
  return {
    type: "tool-result",
    toolCallId,
    toolName,
    output:
      typeof output === "string"
        ? { type: "text", value: output }
        : { type: "json", value: toJsonValue(output) },
  };
}

/** What the output looks like on the wire, whatever the tool returned. */
function toJsonValue(output: unknown): JSONValue {
  const value: JSONValue = JSON.parse(JSON.stringify(output ?? null) ?? "null");
  return value;
}
