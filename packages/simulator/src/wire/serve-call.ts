import type { Model } from "@switchyard/contract";
import { lognormalMs } from "../chance/lognormal-ms.ts";
import type { FaultEffect } from "../faults/fault-effect.ts";
import type { ServiceEnd } from "../faults/capacity/service-queue.ts";
import { roundMs } from "../time/round-ms.ts";
import { answerReply, isUnreadable } from "./answer-reply.ts";
import { breakConnection } from "./break-connection.ts";
import { checkRequest } from "./check-request.ts";
import { composeAnswer } from "./compose-answer.ts";
import type { Completion, ReplyContext, WireError, WireRequest } from "./dialect.ts";
import { faultReply, refusalReply } from "./error-reply.ts";
import { invoiceMicroUsd } from "./invoice.ts";
import { planStream } from "./plan-stream.ts";
import { streamReply } from "./stream-reply.ts";
import { drawStreamTimes, streamPace } from "./stream-times.ts";
import { readOrder, type WireCall, type WireOrder, type WireWorld } from "./wire-order.ts";
import { contextOf, EDGE_LATENCY, work } from "./work.ts";

/** Stages whose faults are told only when there is an answer, or a wait, that they take effect on. */
const LATE_STAGES: ReadonlySet<FaultEffect["stage"]> = new Set([
  "body",
  "stream",
  "bill",
  "capacity",
]);

/** Why a provider with limited capacity does not serve a call. */
type Unserved = Exclude<ServiceEnd["kind"], "served">;

const OVERLOADED: WireError = { cause: "overloaded" };
const GATEWAY_TIMEOUT: WireError = { cause: "status", status: 504 };

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
    .filter(({ effect }) => !LATE_STAGES.has(effect.stage))
    .map(({ fault }) => fault);
  if (connection !== undefined) {
    const { url } = call.request;
    const place = { url, msP50: order.server?.latency.msP50, served: call.served };
    return breakConnection(connection, order, place, world);
  }
  if (status !== undefined) {
    return sendError(order, world, (context) => faultReply(caller, status, context));
  }
  const check = checkRequest(order);
  if (!check.ok)
    return sendError(order, world, (context) => refusalReply(caller, check.error, context));
  const answer = await sendAnswer(order, check.model, world);
  if (answer instanceof Response) return answer;
  const error = answer === "full" ? OVERLOADED : GATEWAY_TIMEOUT;
  return sendError(order, world, (context) => refusalReply(caller, error, context));
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

/** @returns why not, when the provider's capacity does not serve the call */
async function sendAnswer(
  order: WireOrder,
  model: Model,
  world: WireWorld,
): Promise<Response | Unserved> {
  return order.request.isStream ? sendStream(order, model, world) : sendWhole(order, model, world);
}

async function sendWhole(
  order: WireOrder,
  model: Model,
  world: WireWorld,
): Promise<Response | Unserved> {
  const { call } = order;
  const { dialect } = call.endpoint;
  const { msP50, msP95 } = model.latency;
  const ownMs = lognormalMs(order.rng.fork("latency"), msP50, msP95);
  const context = await serve(order, { workMs: ownMs, holdMs: 0 }, world);
  if (typeof context === "string") return context;
  const completion = compose(order, model, context);
  const { url } = call.request;
  const effects = order.effects.body.filter((effect) => isPossible(effect, order.request));
  return answerReply(dialect.answer(completion, context), dialect.headers(context), effects, {
    url,
    signal: call.signal,
  });
}

async function sendStream(
  order: WireOrder,
  model: Model,
  world: WireWorld,
): Promise<Response | Unserved> {
  const { call, effects, rng } = order;
  const { dialect } = call.endpoint;
  const times = drawStreamTimes(model, rng);
  const { headersMs, wholeMs } = times;
  const held = { workMs: headersMs, holdMs: wholeMs - headersMs };
  const context = await serve(order, held, world);
  if (typeof context === "string") return context;

  const completion = compose(order, model, context);
  const chunks = dialect.stream(dialect.answer(completion, context));
  const pace = streamPace(times, chunks.length, effects);
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
function compose(order: WireOrder, model: Model, { epochMs }: ReplyContext): Completion {
  const { call, request, script, inputTokens, rng, effects } = order;
  const body = effects.body.filter((effect) => isPossible(effect, request));
  const stream = effects.stream.filter((effect) => isPossible(effect, request));
  const {
    completion,
    usage: taken,
    quality,
  } = composeAnswer({
    request,
    model,
    inputTokensEstimated: inputTokens,
    script,
    effects: body,
    isCold: effects.bill.some(({ how }) => how === "cold"),
    rng: rng.fork("quality"),
  });
  const told = call.served.faults;
  call.served.faults = order.verdict.applied
    .filter(({ fault, effect }) =>
      effect.stage === "capacity" ? told.includes(fault) : isPossible(effect, request),
    )
    .map(({ fault }) => fault);
  const invoice = invoiceMicroUsd(order.model, taken, effects, epochMs);
  if (invoice !== undefined) call.served.invoiceMicroUsd = invoice;
  call.served.status = 200;
  call.served.quality = [...body, ...stream].some(isUnreadable) ? null : quality;
  return completion;
}

/** A schema can be broken only where there is one, a tool called where one is offered, and so on. */
function isPossible(effect: FaultEffect, request: WireRequest): boolean {
  if (effect.stage === "stream") return request.isStream;
  if (effect.stage !== "body") return true;
  if (effect.how === "tool-mistake") return request.tools.length > 0;
  if (effect.how !== "schema-break") return true;
  return request.schema !== undefined || request.forcedTool !== undefined;
}

/** Work of a call at the model's own speed: until it is answered, and after that. */
interface OwnWork {
  readonly workMs: number;
  readonly holdMs: number;
}

/** Lets the provider work where it has a server for it; the fault is told where the call waited. */
async function serve(
  order: WireOrder,
  { workMs, holdMs }: OwnWork,
  world: WireWorld,
): Promise<ReplyContext | Unserved> {
  const { effects, call } = order;
  const { capacity } = effects;
  if (capacity === undefined) return work(order, workMs, world);
  const place = { fault: capacity.fault, provider: call.endpoint.provider };
  const end = await world.queues.serve(place, capacity.effect, {
    key: call.attemptId,
    workMs: roundMs(workMs * effects.times + effects.addMs),
    holdMs: roundMs(holdMs * effects.times),
    signal: call.signal,
  });
  const isHit = end.kind !== "served" || end.waitedMs > 0;
  if (isHit) call.served.faults = [...call.served.faults, capacity.fault];
  if (end.kind !== "served") return end.kind;
  return contextOf(order, roundMs(workMs * effects.times + effects.addMs + end.waitedMs), world);
}
