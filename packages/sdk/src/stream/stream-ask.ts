import type { Answer, AnswerStream, AnswerStreamPart, StreamRequest } from "@switchyard/contract";
import type { AskContext } from "../ask/ask-route.ts";
import { runAsk } from "../ask/run-ask.ts";
import { createPartQueue } from "./create-part-queue.ts";
import { createStreamOutlet } from "./create-stream-outlet.ts";

/**
 * Asks, and shows the answer as it arrives. The ask begins at once, whether the parts are read or
 * not; who stops reading ends it.
 */
export function streamAsk(context: AskContext, request: StreamRequest): AnswerStream {
  const { firstTokenSlaMs, signal, ...asked } = request;
  const { clock } = context.ports;
  const queue = createPartQueue();
  const firstAtMs = firstTokenSlaMs === undefined ? undefined : clock.nowMs() + firstTokenSlaMs;
  const outlet = createStreamOutlet(queue.push, firstAtMs);
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(signal?.reason);
  if (signal?.aborted === true) onAbort();
  signal?.addEventListener("abort", onAbort, { once: true });

  const finish = (answer: Answer): Answer => {
    for (const part of partsAfter(answer, outlet)) queue.push(part);
    queue.end();
    return answer;
  };
  const answer = runAsk(context, { ...asked, signal: controller.signal }, outlet)
    .then(finish)
    .finally(() => signal?.removeEventListener("abort", onAbort));
  // Who reads the parts alone is thrown it there.
  answer.catch((thrown: unknown) => queue.end({ thrown }));

  async function* parts(): AsyncGenerator<AnswerStreamPart> {
    try {
      yield* queue.read();
    } finally {
      controller.abort(new DOMException("The answer is read no further.", "AbortError"));
    }
  }
  return { answer, [Symbol.asyncIterator]: parts };
}

/**
 * What an answer adds to what was shown: all of its text where none of it was, as of a static
 * answer; its tool calls, which are shown only when it is whole; and its end.
 */
function partsAfter(
  answer: Answer,
  outlet: Pick<ReturnType<typeof createStreamOutlet>, "attemptId" | "text">,
): readonly AnswerStreamPart[] {
  const { text, toolCalls, endpoint = "static", why, attempts } = answer;
  const last = attempts.findLast(({ outcome }) => outcome === "ok");
  const isShown = outlet.attemptId !== undefined && last?.attemptId === outlet.attemptId;
  // A model that had nothing to add to a beginning has ended it all the same.
  const isWholeUnsaid = answer.continuedFrom !== undefined && !isShown;
  const isVoid =
    outlet.attemptId !== undefined && !isWholeUnsaid && (!isShown || endpoint === "static");
  const told = { endpoint, message: why.message, attempts };
  return [
    ...(isWholeUnsaid ? [{ type: "continued", ...told } as const] : []),
    ...(isVoid ? [{ type: "restart", ...told } as const] : []),
    ...(text !== "" && (isVoid || (!isShown && !isWholeUnsaid))
      ? [{ type: "text", text } as const]
      : []),
    ...toolCalls.map((toolCall) => ({ type: "tool-call", toolCall }) as const),
    { type: "end", answer },
  ];
}
