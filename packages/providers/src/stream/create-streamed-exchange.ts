import { InvalidResponseDataError, type LanguageModelV4StreamPart } from "@ai-sdk/provider";
import type { Api, ModelCall, ModelFailure, ModelStreamPart, Usage } from "@switchyard/contract";
import { untilAborted } from "../endpoints/until-aborted.ts";
import { abortFailure } from "../failure/abort-failure.ts";
import { failureRule } from "../failure/failure-rule.ts";
import { isEventStream, StreamedError } from "../failure/streamed-error.ts";
import { requestIdOf } from "../wire/wire-error.ts";
import { createAssembly } from "./create-assembly.ts";
import type { Exchange } from "./exchange.ts";

/**
 * The answer comes in pieces, and each is passed on.
 *
 * It is whole when the SDK's `finish` part gives a reason. Anthropic's comes with `message_stop`, and
 * what a connection does after that is not waited for. On the other wires more may follow the
 * finishing event, usage above all, so it comes when the connection has ended in order after
 * `response.completed` or `response.incomplete`, a `finish_reason` or a `finishReason`; `[DONE]` is
 * not needed. A connection that breaks before that is a break, even right after the last byte.
 */
export function createStreamedExchange(
  { provider, signal, request }: ModelCall,
  api: Api,
  onPart: (part: ModelStreamPart) => void,
): Exchange {
  const assembly = createAssembly(api, request.output !== undefined);
  let headers: Readonly<Record<string, string>> = {};
  let hasPassed = false;
  let isBroken = false;
  let isDeserted = false;

  const pass = (part: ModelStreamPart): void => {
    signal.throwIfAborted();
    hasPassed ||= part.type !== "activity";
    try {
      onPart(part);
    } catch (error) {
      isDeserted = true;
      throw error;
    }
  };
  const take = (part: LanguageModelV4StreamPart): void => {
    if (part.type === "error" && !saysNoFinish(part.error))
      throw new StreamedError(part.error, headers);
    const passed = assembly.add(part);
    if (passed !== undefined) pass(passed);
  };
  const conclude = (failure: ModelFailure): ModelFailure =>
    withDues(isDeserted ? abortFailure(provider, undefined) : failure, {
      hasPassed,
      isBroken,
      requestId: requestIdOf(headers),
      usage: assembly.usage(),
    });

  return {
    async hear(model, options) {
      const read = async (): Promise<void> => {
        const { stream, response } = await model.doStream({ ...options, includeRawChunks: true });
        headers = response?.headers ?? {};
        await readParts(stream, signal, take, assembly.isFinished, headers);
        const isForeign = "content-type" in headers && !isEventStream(headers);
        if (isForeign && !assembly.hasBegun()) throw new StreamedError(undefined, headers);
      };
      try {
        await untilAborted(read(), signal);
      } catch (error) {
        isBroken = true;
        throw error;
      }
      return assembly.result(headers);
    },
    conclude(result) {
      if (!result.ok) return { ok: false, failure: conclude(result.failure) };
      try {
        for (const toolCall of result.response.toolCalls) pass({ type: "tool-call", toolCall });
      } catch {
        const { usage, usageReported } = result.response;
        const failure = abortFailure(provider, signal.reason);
        const billed = { ...failure, billed: "full" as const, usage };
        return { ok: false, failure: conclude(usageReported ? billed : failure) };
      }
      return result;
    },
  };
}

/** Reads to the provider's own end. What a connection still brings after that is not waited for. */
async function readParts(
  stream: ReadableStream<LanguageModelV4StreamPart>,
  signal: AbortSignal,
  take: (part: LanguageModelV4StreamPart) => void,
  isFinished: () => boolean,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const reader = stream.getReader();
  const giveUp = (): void => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    while (!isFinished()) {
      const { done, value } = await reader.read();
      if (done) return;
      take(value);
    }
    // Read to its end in the background, a connection can be used again.
    void drain(reader);
  } catch (error) {
    giveUp();
    throw InvalidResponseDataError.isInstance(error) ? new StreamedError(error, headers) : error;
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}

async function drain(reader: ReadableStreamDefaultReader<unknown>): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // The answer was whole; how its connection ends is nobody's concern.
  }
}

/** How @ai-sdk/openai-compatible 3.0.92 tells of a stream that ended without a finish reason. */
function saysNoFinish(error: unknown): boolean {
  return InvalidResponseDataError.isInstance(error) && error.data === undefined;
}

/** Whether an answer broke off, in contrast to one that ended in order and is none. */
function isBreak({ kind }: ModelFailure, isBroken: boolean): boolean {
  if (kind === "timeout" || kind === "cancelled") return false;
  return isBroken || kind === "server-error";
}

function asInterrupted(failure: ModelFailure): ModelFailure {
  return {
    ...failure,
    kind: "stream-interrupted",
    ...failureRule("stream-interrupted"),
    message: `${failure.message} Part of the answer had arrived.`,
  };
}

/** What was heard of an answer before it failed. */
interface Heard {
  /** Whether a text or a tool call was passed on. */
  readonly hasPassed: boolean;
  /** Whether its stream broke, in contrast to one that ended in order. */
  readonly isBroken: boolean;
  readonly requestId: string | undefined;
  readonly usage: Usage | undefined;
}

/** What was reported before the end is a lower bound of what is billed. */
function withDues(failure: ModelFailure, heard: Heard): ModelFailure {
  const { hasPassed, isBroken } = heard;
  const ended = hasPassed && isBreak(failure, isBroken) ? asInterrupted(failure) : failure;
  const usage = ended.usage ?? heard.usage;
  const requestId = ended.requestId ?? heard.requestId;
  const isPartial = failure.usage === undefined || ended.kind === "stream-interrupted";
  return {
    ...ended,
    committed: hasPassed,
    ...(requestId !== undefined && { requestId }),
    ...(usage !== undefined && { usage }),
    ...(usage !== undefined && isPartial && { billed: "partial" }),
  };
}
