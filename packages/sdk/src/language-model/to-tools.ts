import type { LanguageModelV4CallOptions, LanguageModelV4ToolChoice } from "@ai-sdk/provider";
import type { AskRequest, OutputFormat, Tool, ToolChoice } from "@switchyard/contract";
import type { LeaveOut } from "./left-out.ts";

/** The tools of a call and the choice among them; neither where none is left. */
export function toTools(
  { tools = [], toolChoice }: LanguageModelV4CallOptions,
  leaveOut: LeaveOut,
): Pick<AskRequest, "tools" | "toolChoice"> {
  const functions = tools.flatMap((tool): readonly Tool[] => {
    if (tool.type === "provider") {
      leaveOut(`tool ${tool.id}`, "A provider runs it. Give a tool that the application runs.");
      return [];
    }
    const { name, description, inputSchema } = tool;
    if (tool.strict === true)
      leaveOut("strict tools", "A tool's schema is sent; whether it is enforced is not.");
    if (tool.inputExamples !== undefined)
      leaveOut("inputExamples of tools", "Write them into the tool's description.");
    return [
      {
        name,
        inputSchema: { ...inputSchema },
        ...(description !== undefined && { description }),
      },
    ];
  });
  if (functions.length === 0) return {};
  return {
    tools: functions,
    ...(toolChoice !== undefined && { toolChoice: toToolChoice(toolChoice) }),
  };
}

function toToolChoice(choice: LanguageModelV4ToolChoice): ToolChoice {
  return choice.type === "tool" ? { toolName: choice.toolName } : choice.type;
}

/** The JSON that a call asks for; undefined for text. JSON of no schema is asked for as an object. */
export function toOutput(
  format: LanguageModelV4CallOptions["responseFormat"],
  leaveOut: LeaveOut,
): OutputFormat | undefined {
  if (format?.type !== "json") return undefined;
  const { schema, name, description } = format;
  if (schema === undefined)
    leaveOut("JSON without a schema", "An object is asked for. Give a schema for anything else.");
  return {
    schema: {
      ...(description !== undefined && { description }),
      ...(schema ?? { type: "object" }),
    },
    ...(name !== undefined && { name }),
  };
}
