import type { ModelFailure, ModelResult, ModelStreamPart, Usage } from "@switchyard/contract";
import type { VirtualClock } from "../time/create-virtual-clock.ts";
import type { ComposedAnswer } from "../wire/compose-answer.ts";
import { planStream } from "../wire/plan-stream.ts";
import { piecesOf } from "../wire/stream-pieces.ts";
import { drawStreamTimes, streamPace } from "../wire/stream-times.ts";
import { untilAborted } from "../wire/until-aborted.ts";
import { work } from "../wire/work.ts";
import type { PlayedOrder } from "./played-order.ts";
import { tellAnswer } from "./tell-answer.ts";
import { answerOf, failureOf, toldRequestId, usageOf } from "./told-result.ts";

interface StreamCaller {
  readonly clock: VirtualClock;
  /** Wall clock of the process that reads the answer. */
  readonly readAtMs: () => number;
  /** Tells what the provider did; it counts once. */
  readonly serve: () => void;
  readonly onPart: (part: ModelStreamPart) => void;
}

/**
 * Plays an answer in pieces, at the instants at which the wire's chunks would come.
 *
 * Rejects with the reason of the call's signal when it aborts before the headers.
 */
export async function playAnswerStream(
  order: PlayedOrder,
  answer: ComposedAnswer,
  { clock, readAtMs, serve, onPart }: StreamCaller,
): Promise<ModelResult> {
  const { rng, effects, endpoint, call } = order;
  const times = drawStreamTimes(endpoint.model, rng);
  const context = await work(order, times.headersMs, { clock });
  tellAnswer(order, answer);
  serve();

  const { completion } = answer;
  const pieces = piecesOf(completion.text);
  const pace = streamPace(times, pieces.length, effects);
  const { chunks, end } = planStream(pieces, pace, effects.stream, "");
  const headersAtMs = clock.nowMs();
  let arrived = 0;
  let isDeserted = false;
  try {
    for (const [index, { atMs }] of chunks.entries()) {
      await clock.sleep(headersAtMs + atMs - clock.nowMs(), call.signal);
      arrived += 1;
      call.signal.throwIfAborted();
      try {
        onPart({ type: "text", text: pieces[index] ?? "" });
      } catch {
        isDeserted = true;
        break;
      }
    }
    if (end === "silent") await untilAborted(call.signal);
    if (!isDeserted) return answerOf(order, completion, context, readAtMs());
  } catch {
    // Only an abort comes here, and the signal has its reason.
  }
  const told = { ...call, signal: isDeserted ? AbortSignal.abort() : call.signal };
  const failure = failureOf(told, undefined, readAtMs());
  const usage = arrived === 0 ? undefined : usageSoFar(order, answer, arrived === chunks.length);
  // Most adapters give the headers with the first event; Gemini has no header for the id.
  const isNamed =
    endpoint.api !== "google" && (arrived > 0 || endpoint.api === "openai-compatible");
  const requestId = isNamed ? toldRequestId(endpoint.api, context) : undefined;
  return { ok: false, failure: withDues(failure, { isShown: arrived > 0, requestId, usage }) };
}

/** Anthropic opens with the input's tokens, Gemini ends with all; OpenAI tells none before its end. */
function usageSoFar(
  { endpoint: { api } }: PlayedOrder,
  { completion }: ComposedAnswer,
  isLast: boolean,
): Usage | undefined {
  if (api === "anthropic") return { ...usageOf(completion.usage), outputTokens: 1 };
  return api === "google" && isLast ? usageOf(completion.usage) : undefined;
}

interface Dues {
  readonly isShown: boolean;
  readonly requestId: string | undefined;
  readonly usage: Usage | undefined;
}

/** What was told before the end is a lower bound of what is billed. */
function withDues(failure: ModelFailure, { isShown, requestId, usage }: Dues): ModelFailure {
  return {
    ...failure,
    committed: isShown,
    ...(requestId !== undefined && { requestId }),
    ...(usage !== undefined && { usage, billed: "partial" }),
  };
}
