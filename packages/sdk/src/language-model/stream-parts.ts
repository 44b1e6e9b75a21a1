import type { LanguageModelV4StreamPart } from "@ai-sdk/provider";
import {
  StreamCutError,
  type Answer,
  type AnswerStreamPart,
  type ToolCallPart,
} from "@switchyard/contract";
import { answerEnd } from "./answer-end.ts";
import { responseMetadata, type ResponseFacts } from "./response-metadata.ts";
import { toToolCall } from "./to-tool-call.ts";

/** Turns the parts of one answer into the AI SDK's. */
export interface StreamParts {
  /** What the AI SDK is told of a part, in order. */
  of(part: AnswerStreamPart): readonly LanguageModelV4StreamPart[];
  /** What it is told when the answer broke: an `error` part, and no `finish`. */
  ofError(error: unknown): readonly LanguageModelV4StreamPart[];
  /** Whether the last part was told, and which: `finish` of a whole answer, or `error`. */
  readonly outcome: "open" | "whole" | "broken";
}

/** The answer is one block of text, so one id will do. */
const TEXT_ID = "text";

/**
 * The AI SDK has no part that takes back a text, so an answer that begins anew after text was
 * shown is an error there, as one that breaks is: nobody must read two beginnings as one answer.
 */
export function createStreamParts(facts: ResponseFacts): StreamParts {
  let text = "";
  let isTextOpen = false;
  let outcome: StreamParts["outcome"] = "open";
  const shownCalls = new Set<string>();

  const showText = (delta: string): readonly LanguageModelV4StreamPart[] => {
    const start = isTextOpen ? [] : [{ type: "text-start", id: TEXT_ID } as const];
    isTextOpen = true;
    text += delta;
    return [...start, { type: "text-delta", id: TEXT_ID, delta }];
  };
  const closeText = (): readonly LanguageModelV4StreamPart[] => {
    if (!isTextOpen) return [];
    isTextOpen = false;
    return [{ type: "text-end", id: TEXT_ID }];
  };
  const showCall = (call: ToolCallPart): readonly LanguageModelV4StreamPart[] => {
    shownCalls.add(call.toolCallId);
    return [...closeText(), toToolCall(call)];
  };
  const end = (answer: Answer): readonly LanguageModelV4StreamPart[] => {
    outcome = "whole";
    const unshown = answer.toolCalls.filter(({ toolCallId }) => !shownCalls.has(toolCallId));
    return [
      ...(text === "" && answer.text !== "" ? showText(answer.text) : []),
      ...closeText(),
      ...unshown.map(toToolCall),
      { type: "response-metadata", ...responseMetadata(answer, facts) },
      { type: "finish", ...answerEnd(answer) },
    ];
  };
  const fail = (error: unknown): readonly LanguageModelV4StreamPart[] => {
    outcome = "broken";
    return [...closeText(), { type: "error", error }];
  };
  return {
    of: (part) => {
      switch (part.type) {
        case "text":
          return showText(part.text);
        case "tool-call":
          return showCall(part.toolCall);
        case "restart":
          return text === "" && shownCalls.size === 0 ? [] : fail(restartError(part, text));
        case "end":
          return end(part.answer);
      }
    },
    ofError: fail,
    get outcome() {
      return outcome;
    },
  };
}

function restartError(
  { endpoint, message, attempts }: AnswerStreamPart & { readonly type: "restart" },
  text: string,
): StreamCutError {
  return new StreamCutError(
    `The answer broke after ${text.length} characters were shown, and ${endpoint} would begin it ` +
      `anew. The AI SDK cannot take text back: read router.stream, which tells of it. ${message}`,
    text,
    attempts,
  );
}
