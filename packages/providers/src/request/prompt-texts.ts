import type { Message } from "@switchyard/contract";

/** Every text of a conversation: what a failure must not quote. */
export function promptTexts(messages: readonly Message[]): readonly string[] {
  return messages.flatMap((message) => {
    if (typeof message.content === "string") return [message.content];
    return message.content.map((part) => {
      switch (part.type) {
        case "text":
          return part.text;
        case "file":
          return "url" in part.data ? part.data.url : "";
        case "tool-call":
          return JSON.stringify(part.input) ?? "";
        case "tool-result":
          return typeof part.output === "string"
            ? part.output
            : (JSON.stringify(part.output) ?? "");
      }
    });
  });
}
