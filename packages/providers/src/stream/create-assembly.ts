import type {
  LanguageModelV4FinishReason,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
  LanguageModelV4ToolCall,
  LanguageModelV4Usage,
} from "@ai-sdk/provider";
import type { Api, ModelStreamPart, Usage } from "@switchyard/contract";
import { fieldAt, isRecord, textAt } from "../wire/json-fields.ts";
import { reportedUsage } from "./reported-usage.ts";

/** Puts an answer together from the SDK's stream parts. */
export interface Assembly {
  /** Takes the next part. Gives what the caller is to be passed. */
  add(part: LanguageModelV4StreamPart): ModelStreamPart | undefined;
  /** Whether anything of an answer has arrived. */
  hasBegun(): boolean;
  /** Whether the provider's own end has arrived. */
  isFinished(): boolean;
  /** The usage reported so far. */
  usage(): Usage | undefined;
  /** What has arrived, as if it had come in one piece; unfinished, it says `interrupted`. */
  result(headers: Readonly<Record<string, string>>): LanguageModelV4GenerateResult;
}

const ACTIVITY: ModelStreamPart = { type: "activity" };

const NO_USAGE: LanguageModelV4Usage = {
  inputTokens: {
    total: undefined,
    noCache: undefined,
    cacheRead: undefined,
    cacheWrite: undefined,
  },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined },
};

/** @param wantsJson only the answer itself counts then, not what a model says before it */
export function createAssembly(api: Api, wantsJson: boolean): Assembly {
  let text = "";
  const toolCalls: LanguageModelV4ToolCall[] = [];
  const hiddenTexts = new Set<string>();
  let finish: Extract<LanguageModelV4StreamPart, { type: "finish" }> | undefined;
  let metadata: { readonly id?: string; readonly modelId?: string } = {};
  let body: Readonly<Record<string, unknown>> = {};
  let usage: Usage | undefined;
  let refusal: string | undefined;
  let hasBegun = false;

  const addText = (id: string, delta: string): ModelStreamPart | undefined => {
    if (delta === "") return undefined;
    if (hiddenTexts.has(id) || delta === refusal) return ACTIVITY;
    text += delta;
    return { type: "text", text: delta };
  };
  return {
    add(part) {
      switch (part.type) {
        case "raw":
          hasBegun = true;
          usage = reportedUsage(part.rawValue, usage);
          refusal = refusalIn(part.rawValue);
          // Only Gemini's own fields are read again; its chunks are whole bodies.
          if (api === "google" && isRecord(part.rawValue)) body = { ...body, ...part.rawValue };
          return undefined;
        case "text-start":
          if (wantsJson && fieldAt(part.providerMetadata, "openai", "phase") === "commentary")
            hiddenTexts.add(part.id);
          return undefined;
        case "text-delta":
          return addText(part.id, part.delta);
        case "tool-call":
          toolCalls.push(part);
          return ACTIVITY;
        case "response-metadata":
          metadata = part;
          return undefined;
        case "finish":
          finish = part;
          return undefined;
        case "reasoning-start":
        case "reasoning-delta":
        case "tool-input-start":
        case "tool-input-delta":
        case "tool-result":
        case "tool-approval-request":
        case "source":
        case "file":
        case "reasoning-file":
          return ACTIVITY;
        // Pings and metadata say nothing of the model: a server may send them while it writes nothing.
        default:
          return undefined;
      }
    },
    hasBegun: () => hasBegun,
    isFinished: () => finish !== undefined,
    usage: () => usage,
    result: (headers) => ({
      content: [{ type: "text", text }, ...toolCalls],
      finishReason: finishOf(finish?.finishReason),
      usage: finish?.usage ?? NO_USAGE,
      warnings: [],
      response: { ...metadata, headers: { ...headers }, body },
    }),
  };
}

/**
 * A stream that ended without a reason was interrupted; @ai-sdk/openai-compatible 3.0.92 calls that
 * an `error`.
 */
function finishOf(finish: LanguageModelV4FinishReason | undefined): LanguageModelV4FinishReason {
  const hasNoReason = finish?.unified === "error" && finish.raw === undefined;
  return finish === undefined || hasNoReason ? { unified: "interrupted", raw: undefined } : finish;
}

/** Words of a refusal, which the SDK makes text: `delta.refusal` of OpenAI's two wires. */
function refusalIn(chunk: unknown): string | undefined {
  return fieldAt(chunk, "type") === "response.refusal.delta"
    ? textAt(chunk, "delta")
    : textAt(chunk, "choices", 0, "delta", "refusal");
}
