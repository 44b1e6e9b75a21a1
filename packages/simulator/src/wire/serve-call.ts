import type { Model } from "@switchyard/contract";
import { drawHex } from "../chance/draw-hex.ts";
import { lognormalMs } from "../chance/lognormal-ms.ts";
import {
  USUAL_REQUESTS_PER_MINUTE,
  type BodyEffect,
  type ConnectionEffect,
} from "../faults/fault-effect.ts";
import { roundMs } from "../time/round-ms.ts";
import { answerReply, isUnreadable } from "./answer-reply.ts";
import { checkRequest } from "./check-request.ts";
import { composeAnswer } from "./compose-answer.ts";
import type { ReplyContext } from "./dialect.ts";
import { faultReply, refusalReply } from "./error-reply.ts";
import { networkError } from "./network-error.ts";
import { untilAborted } from "./until-aborted.ts";
import { readOrder, type WireCall, type WireOrder, type WireWorld } from "./wire-order.ts";

/**
 * Time of an answer that no model was asked for. An assumption: such answers come from the
 * provider's edge, in about the time of a round trip and a lookup.
 */
const EDGE_LATENCY = { msP50: 60, msP95: 200 } as const;

/** A connection that breaks does so after this share of the answer's time. */
const RESET_AFTER_SHARE = 0.5;

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
  const { dialect } = call.endpoint;
  const { connection, status } = order.effects;
  call.served.faults = order.verdict.applied
    .filter(({ effect }) => effect.stage !== "body")
    .map(({ fault }) => fault);
  if (connection !== undefined) return breakConnection(order, connection.how, world);
  if (status !== undefined) {
    return sendError(order, world, (context) => faultReply(dialect, status, context));
  }
  const check = checkRequest(order);
  return check.ok
    ? sendAnswer(order, check.model, world)
    : sendError(order, world, (context) => refusalReply(dialect, check.error, context));
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
  const { call, request, script, inputTokens, rng } = order;
  const { dialect } = call.endpoint;
  const { msP50, msP95 } = model.latency;
  const context = await work(order, lognormalMs(rng.fork("latency"), msP50, msP95), world);

  const isStructured = request.schema !== undefined || request.forcedTool !== undefined;
  const effects = order.effects.body.filter((effect) => isPossible(effect, isStructured));
  const { completion, quality } = composeAnswer({
    request,
    model,
    inputTokensEstimated: inputTokens,
    script,
    effects,
    rng: rng.fork("quality"),
  });
  call.served.faults = order.verdict.applied
    .filter(({ effect }) => effect.stage !== "body" || isPossible(effect, isStructured))
    .map(({ fault }) => fault);
  call.served.status = 200;
  call.served.quality = effects.some(isUnreadable) ? null : quality;
  const { url } = call.request;
  return answerReply(dialect.answer(completion, context), dialect.headers(context), effects, {
    url,
    signal: call.signal,
  });
}

/** Structured output can break its schema only where there is one. */
function isPossible(effect: BodyEffect, isStructured: boolean): boolean {
  return effect.how !== "wrong-shape" || effect.of === "envelope" || isStructured;
}

/** Lets the provider work for its own time and the faults' on top; then it is time to answer. */
async function work(order: WireOrder, ownMs: number, world: WireWorld): Promise<ReplyContext> {
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
