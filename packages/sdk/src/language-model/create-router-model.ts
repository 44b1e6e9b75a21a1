import type { LanguageModelV4, LanguageModelV4GenerateResult } from "@ai-sdk/provider";
import type { Answer, AnswerStream, AskRequest, StreamRequest } from "@switchyard/contract";
import { answerEnd, staticWarnings } from "./answer-end.ts";
import { callerError } from "./caller-error.ts";
import { responseMetadata, type ResponseFacts } from "./response-metadata.ts";
import type { RouterModelOptions } from "./router-model-options.ts";
import { streamAnswer } from "./stream-answer.ts";
import { toAskRequest, type ReadCall } from "./to-ask-request.ts";
import { toToolCall } from "./to-tool-call.ts";

/** What a router's models answer with. */
export interface RouterModelParts {
  readonly ask: (request: AskRequest) => Promise<Answer>;
  readonly stream: (request: StreamRequest) => AnswerStream;
  /** Wall clock, milliseconds since 1970 (UTC). */
  readonly epochMs: () => number;
}

/**
 * The router as a model of the AI SDK: `doGenerate` asks, `doStream` streams.
 *
 * It takes no URL of its own: the AI SDK fetches files, so that every provider of a route can be
 * sent them. Errors are those of `callerError`.
 */
export function createRouterModel(
  { ask, stream, epochMs }: RouterModelParts,
  modelId: string,
  fixed: RouterModelOptions,
): LanguageModelV4 {
  return {
    specificationVersion: "v4",
    provider: "switchyard",
    modelId,
    supportedUrls: {},
    doGenerate: async (options) =>
      await generateAnswer(ask, toAskRequest(fixed, options), { epochMs: epochMs() }),
    doStream: async (options) => ({
      stream: await streamAnswer(stream, toAskRequest(fixed, options), { epochMs: epochMs() }),
    }),
  };
}

async function generateAnswer(
  ask: RouterModelParts["ask"],
  { request, warnings }: ReadCall,
  facts: ResponseFacts,
): Promise<LanguageModelV4GenerateResult> {
  const answer = await ask(request).catch((error: unknown) => {
    throw callerError(error, request.signal);
  });
  return {
    content: [
      ...(answer.text === "" ? [] : [{ type: "text", text: answer.text } as const]),
      ...answer.toolCalls.map(toToolCall),
    ],
    ...answerEnd(answer),
    response: responseMetadata(answer, facts),
    warnings: [...warnings, ...staticWarnings(answer)],
  };
}
