import type { LanguageModelV4ToolResultOutput } from "@ai-sdk/provider";
import type { LeaveOut } from "./left-out.ts";

/** What a tool said, as text or JSON; an error and a denial are said in words like the rest. */
export function toToolOutput(output: LanguageModelV4ToolResultOutput, leaveOut: LeaveOut): unknown {
  switch (output.type) {
    case "text":
    case "json":
    case "error-text":
    case "error-json":
      return output.value;
    case "execution-denied":
      return output.reason ?? "The user did not allow the tool to run.";
    case "content": {
      const texts = output.value.flatMap((part) => (part.type === "text" ? part.text : []));
      if (texts.length < output.value.length)
        leaveOut(
          "files in a tool's result",
          "Its texts are passed on. Give a file in a message of the user instead.",
        );
      return texts.join("\n");
    }
  }
}
