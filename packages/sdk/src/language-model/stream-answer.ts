import { strict as assert } from "node:assert";
import type { LanguageModelV4StreamPart } from "@ai-sdk/provider";
import type { AnswerStream, AnswerStreamPart, StreamRequest } from "@switchyard/contract";
import { staticWarnings } from "./answer-end.ts";
import { callerError } from "./caller-error.ts";
import { createLeave } from "./create-leave.ts";
import type { ResponseFacts } from "./response-metadata.ts";
import { createStreamParts } from "./stream-parts.ts";
import type { ReadCall } from "./to-ask-request.ts";

/**
 * Streams an answer to the AI SDK. It resolves with the answer's first part, so a request that
 * fails before it rejects here, as a provider's own model does. A reader who cancels the stream
 * ends the call.
 */
export async function streamAnswer(
  stream: (request: StreamRequest) => AnswerStream,
  { request, warnings }: ReadCall,
  facts: ResponseFacts,
): Promise<ReadableStream<LanguageModelV4StreamPart>> {
  const { signal } = request;
  const leave = createLeave(signal);
  const answer = stream({ ...request, signal: leave.signal });
  // Whoever reads the parts is told of a failure by them.
  answer.answer.catch(() => {});
  const iterator = answer[Symbol.asyncIterator]();
  const read = async (): Promise<AnswerStreamPart> => {
    try {
      const { done, value } = await iterator.next();
      assert(done !== true, "A streamed answer ended without its last part.");
      return value;
    } catch (error) {
      throw callerError(error, signal);
    }
  };
  const abandon = (): void => {
    leave.now();
    iterator.return?.().catch(() => {});
  };

  const parts = createStreamParts(facts);
  const first = await read().catch((error: unknown) => {
    abandon();
    throw error;
  });
  const early = first.type === "end" ? staticWarnings(first.answer) : [];
  let next: readonly LanguageModelV4StreamPart[] = [
    { type: "stream-start", warnings: [...warnings, ...early] },
    ...parts.of(first),
  ];
  return new ReadableStream<LanguageModelV4StreamPart>({
    async pull(controller) {
      while (next.length === 0) {
        next = await read().then(parts.of, parts.ofError);
      }
      // A stream that was cancelled meanwhile is closed and refuses them; nobody is there to be told.
      for (const part of next) controller.enqueue(part);
      next = [];
      if (parts.outcome === "open") return;
      if (parts.outcome === "whole") leave.never();
      else abandon();
      controller.close();
    },
    cancel: abandon,
  });
}
