import type { Model } from "@switchyard/contract";
import { drawHex } from "../chance/draw-hex.ts";
import { lognormalMs } from "../chance/lognormal-ms.ts";
import {
  USUAL_REQUESTS_PER_MINUTE,
  type ConnectionEffect,
  type FaultEffect,
} from "../faults/fault-effect.ts";
import { roundMs } from "../time/round-ms.ts";
import { answerReply, isUnreadable } from "./answer-reply.ts";
import { checkRequest } from "./check-request.ts";
import { composeAnswer } from "./compose-answer.ts";
import type { Completion, ReplyContext, WireRequest } from "./dialect.ts";
import { faultReply, refusalReply } from "./error-reply.ts";
import { tokensOfChars } from "./filler-text.ts";
import { networkError } from "./network-error.ts";
import { planStream } from "./plan-stream.ts";
import { streamReply } from "./stream-reply.ts";
import { untilAborted } from "./until-aborted.ts";
import { readOrder, type WireCall, type WireOrder, type WireWorld } from "./wire-order.ts";

/**
 * Time of an answer that no model was asked for. An assumption: such answers come from the
 * provider's edge, in about the time of a round trip and a lookup.
 */
export const EDGE_LATENCY = { msP50: 60, msP95: 200 } as const;

/** A connection that breaks does so after this share of the answer's time. */
export const RESET_AFTER_SHARE = 0.5;

const USUAL_WINDOW = {
  requestsPerMinute: USUAL_REQUESTS_PER_MINUTE,
  remaining: USUAL_REQUESTS_PER_MINUTE - 1,
  resetMs: 60_000 / USUAL_REQUESTS_PER_MINUTE,
} as const;

/**
 * Serves one call: latency, then the connection, then a status in the provider's place, then the
 * provider's own checks, then the answer and what happens to its body. A fault of an earlier stage
 * hides those of later ones, and only faults that took effect are told in `call.served`.
 *
 * Rejects with a network error, or with the reason of the call's signal as soon as it aborts.
 */
export async function serveCall(call: WireCall, world: WireWorld): Promise<Response> {
  const order = readOrder(call, world);
  const caller = { dialect: call.endpoint.dialect, isStream: order.request.isStream };
  const { connection, status } = order.effects;
  call.served.faults = order.verdict.applied
    .filter(({ effect }) => effect.stage !== "body" && effect.stage !== "stream")
    .map(({ fault }) => fault);
  if (connection !== undefined) return breakConnection(order, connection.how, world);
  if (status !== undefined) {
    return sendError(order, world, (context) => faultReply(caller, status, context));
  }
  const check = checkRequest(order);
  return check.ok
    ? sendAnswer(order, check.model, world)
    : sendError(order, world, (context) => refusalReply(caller, check.error, context));
}

async function breakConnection(
  order: WireOrder,
  how: ConnectionEffect["how"],
  world: WireWorld,
): Promise<never> {
  const { signal, request, served } = order.call;
  if (how === "silent") return untilAborted(signal);
  const isReset = how === "reset";
  const { msP50 } = isReset && order.model !== undefined ? order.model.latency : EDGE_LATENCY;
  await work(order, isReset ? msP50 * RESET_AFTER_SHARE : 0, world);
  if (isReset) served.status = "reset";
  throw networkError(isReset ? "reset" : "refused", request.url);
}

async function sendError(
  order: WireOrder,
  world: WireWorld,
  reply: (context: ReplyContext) => Response,
): Promise<Response> {
  const rng = order.rng.fork("edge");
  const ownMs = lognormalMs(rng, EDGE_LATENCY.msP50, EDGE_LATENCY.msP95);
  const response = reply(await work(order, ownMs, world));
  order.call.served.status = response.status;
  return response;
}

async function sendAnswer(order: WireOrder, model: Model, world: WireWorld): Promise<Response> {
  const { msP50, msP95 } = model.latency;
  const ownMs = lognormalMs(order.rng.fork("latency"), msP50, msP95);
  return order.request.isStream
    ? sendStream(order, model, ownMs, world)
    : sendWhole(order, model, ownMs, world);
}

async function sendWhole(
  order: WireOrder,
  model: Model,
  ownMs: number,
  world: WireWorld,
): Promise<Response> {
  const { call } = order;
  const { dialect } = call.endpoint;
  const context = await work(order, ownMs, world);
  const { completion } = compose(order, model);
  const { url } = call.request;
  const effects = order.effects.body.filter((effect) => isPossible(effect, order.request));
  return answerReply(dialect.answer(completion, context), dialect.headers(context), effects, {
    url,
    signal: call.signal,
  });
}

/**
 * Headers come from the edge, the first token after the model's own time to it, and the others at
 * its own speed. Who is slow to answer whole is as slow to the first token.
 */
async function sendStream(
  order: WireOrder,
  model: Model,
  wholeMs: number,
  world: WireWorld,
): Promise<Response> {
  const { call, effects, rng } = order;
  const { dialect } = call.endpoint;
  const { firstTokenMsP50, msP50, outputTokensPerSecond } = model.latency;
  const edgeMs = lognormalMs(rng.fork("edge"), EDGE_LATENCY.msP50, EDGE_LATENCY.msP95);
  const firstMs = (firstTokenMsP50 * wholeMs) / msP50;
  const headersMs = Math.min(edgeMs, firstMs);
  const context = await work(order, headersMs, world);

  const { completion, writtenTokens } = compose(order, model);
  const chunks = dialect.stream(dialect.answer(completion, context));
  const tokenMs = (1000 * effects.times) / outputTokensPerSecond;
  const pace = {
    firstMs: (firstMs - headersMs) * effects.times,
    chunkMs: (writtenTokens * tokenMs) / chunks.length,
  };
  const { body } = dialect.error({ cause: "overloaded" }, context);
  const all = [...effects.body, ...effects.stream];
  const plan = planStream(
    chunks,
    pace,
    all.filter((effect) => isPossible(effect, order.request)),
    dialect.streamError(body),
  );
  const { url } = call.request;
  const caller = { url, signal: call.signal, clock: world.clock };
  return streamReply(plan, dialect.headers(context), caller);
}

/** What the model writes, told in `call.served`. */
function compose(
  order: WireOrder,
  model: Model,
): { readonly completion: Completion; readonly writtenTokens: number } {
  const { call, request, script, inputTokens, rng, effects } = order;
  const body = effects.body.filter((effect) => isPossible(effect, request));
  const stream = effects.stream.filter((effect) => isPossible(effect, request));
  const { completion, quality } = composeAnswer({
    request,
    model,
    inputTokensEstimated: inputTokens,
    script,
    effects: body,
    rng: rng.fork("quality"),
  });
  call.served.faults = order.verdict.applied
    .filter(({ effect }) => isPossible(effect, request))
    .map(({ fault }) => fault);
  call.served.status = 200;
  call.served.quality = [...body, ...stream].some(isUnreadable) ? null : quality;
  const { usage, text } = completion;
  const written = usage === undefined ? undefined : usage.outputTokens - usage.reasoningTokens;
  return { completion, writtenTokens: written ?? tokensOfChars(text.length) };
}

/** Structured output can break its schema only where there is one, and a stream where one is. */
function isPossible(effect: FaultEffect, { schema, forcedTool, isStream }: WireRequest): boolean {
  if (effect.stage === "stream") return isStream;
  if (effect.stage !== "body" || effect.how !== "wrong-shape" || effect.of === "envelope")
    return true;
  return schema !== undefined || forcedTool !== undefined;
}

/** What the work on a call hangs on; the same whether its bytes are sent or not. */
export interface Work extends Pick<WireOrder, "effects" | "verdict" | "rng"> {
  readonly request: Pick<WireRequest, "wireName">;
  readonly call: Pick<WireCall, "signal">;
}

/** Lets the provider work for its own time and the faults' on top; then it is time to answer. */
export async function work(
  order: Work,
  ownMs: number,
  world: Pick<WireWorld, "clock">,
): Promise<ReplyContext> {
  const { effects, verdict, request, rng, call } = order;
  const processingMs = roundMs(ownMs * effects.times + effects.addMs);
  await world.clock.sleep(processingMs, call.signal);
  return {
    wireName: request.wireName,
    id: drawHex(rng.fork("id"), 3),
    epochMs: world.clock.epochMs(),
    processingMs,
    window: verdict.window ?? USUAL_WINDOW,
    showsLimits: verdict.showsLimits,
  };
}
