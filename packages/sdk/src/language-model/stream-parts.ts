import type { LanguageModelV4StreamPart, SharedV4ProviderMetadata } from "@ai-sdk/provider";
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

/** The answer is one block of text; where another model goes on with it, its text is the next. */
const TEXT_ID = "text";

/**
 * The AI SDK has no part that takes back a text, so an answer that begins anew after text was
 * shown is an error there, as one that breaks is: nobody must read two beginnings as one answer.
 * Where another model goes on with the text, its block's metadata says so.
 */
export function createStreamParts(facts: ResponseFacts): StreamParts {
  const blocks = createTextBlocks();
  let outcome: StreamParts["outcome"] = "open";
  const shownCalls = new Set<string>();

  const showCall = (call: ToolCallPart): readonly LanguageModelV4StreamPart[] => {
    shownCalls.add(call.toolCallId);
    return [...blocks.close(), toToolCall(call)];
  };
  const end = (answer: Answer): readonly LanguageModelV4StreamPart[] => {
    outcome = "whole";
    const unshown = answer.toolCalls.filter(({ toolCallId }) => !shownCalls.has(toolCallId));
    return [
      ...(blocks.text === "" && answer.text !== "" ? blocks.show(answer.text) : []),
      ...blocks.close(),
      ...unshown.map(toToolCall),
      { type: "response-metadata", ...responseMetadata(answer, facts) },
      { type: "finish", ...answerEnd(answer) },
    ];
  };
  const fail = (error: unknown): readonly LanguageModelV4StreamPart[] => {
    outcome = "broken";
    return [...blocks.close(), { type: "error", error }];
  };
  return {
    of: (part) => {
      switch (part.type) {
        case "text":
          return blocks.show(part.text);
        case "tool-call":
          return showCall(part.toolCall);
        case "restart":
          return blocks.text === "" && shownCalls.size === 0
            ? []
            : fail(restartError(part, blocks.text));
        case "continued":
          return blocks.goOn(part);
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

interface TextBlocks {
  readonly text: string;
  show(delta: string): readonly LanguageModelV4StreamPart[];
  close(): readonly LanguageModelV4StreamPart[];
  /** Ends the block; the next one is another model's. */
  goOn(
    part: AnswerStreamPart & { readonly type: "continued" },
  ): readonly LanguageModelV4StreamPart[];
}

function createTextBlocks(): TextBlocks {
  let text = "";
  let id = TEXT_ID;
  let isOpen = false;
  let seam: SharedV4ProviderMetadata | undefined;
  const close = (): readonly LanguageModelV4StreamPart[] => {
    if (!isOpen) return [];
    isOpen = false;
    return [{ type: "text-end", id }];
  };
  return {
    get text() {
      return text;
    },
    show: (delta) => {
      const noted = seam === undefined ? {} : { providerMetadata: seam };
      const start = isOpen ? [] : [{ type: "text-start", id, ...noted } as const];
      isOpen = true;
      seam = undefined;
      text += delta;
      return [...start, { type: "text-delta", id, delta }];
    },
    close,
    goOn: ({ endpoint, message, attempts }) => {
      const closed = close();
      id = `${TEXT_ID}-${attempts.length}`;
      seam = { switchyard: { continued: { endpoint, message } } };
      return closed;
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
