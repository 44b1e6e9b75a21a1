import type { Answer, AnswerStream, AnswerStreamPart, AskRequest } from "@switchyard/contract";

/**
 * An ask as a stream of one part: the whole answer, judged before any of it is shown. Nothing of it
 * can break after it was read.
 */
export function answerAtOnce(
  ask: (request: AskRequest) => Promise<Answer>,
  request: AskRequest,
): AnswerStream {
  const answer = ask(request);
  async function* parts(): AsyncGenerator<AnswerStreamPart> {
    yield { type: "end", answer: await answer };
  }
  return { answer, [Symbol.asyncIterator]: parts };
}
