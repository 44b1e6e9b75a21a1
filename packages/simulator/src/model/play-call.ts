import type { ModelResult, ModelStreamPart } from "@switchyard/contract";
import { lognormalMs } from "../chance/lognormal-ms.ts";
import type { StatusEffect } from "../faults/fault-effect.ts";
import type { VirtualClock } from "../time/create-virtual-clock.ts";
import { breakConnection } from "../wire/break-connection.ts";
import type { ComposedAnswer } from "../wire/compose-answer.ts";
import { faultReply } from "../wire/error-reply.ts";
import { EDGE_LATENCY, work } from "../wire/work.ts";
import { playAnswerStream } from "./play-answer-stream.ts";
import type { PlayedOrder } from "./played-order.ts";
import { tellAnswer } from "./tell-answer.ts";
import { answerOf, failureOf, failureOfReply } from "./told-result.ts";

/** What a call is played by. */
export interface PlayedWorld {
  readonly clock: VirtualClock;
  /** Wall clock of the process that reads the answers. */
  readonly readAtMs: () => number;
  /** Told once per call, when it is answered, refused or given up. */
  readonly onServed: (order: PlayedOrder) => void;
}

/**
 * Plays one call in virtual time as the wire would: latency, then the connection, then a status in
 * the provider's place, then the answer. Draws and waits are those of the wire, one by one.
 *
 * @param onPart takes a stream's parts; absent: the answer comes whole
 */
export async function playCall(
  order: PlayedOrder,
  answer: ComposedAnswer,
  world: PlayedWorld,
  onPart: ((part: ModelStreamPart) => void) | undefined,
): Promise<ModelResult> {
  const { connection, status } = order.effects;
  let isServed = false;
  const serve = (): void => {
    if (!isServed) world.onServed(order);
    isServed = true;
  };
  const { clock, readAtMs } = world;
  const caller = { clock, readAtMs, serve };
  try {
    if (connection !== undefined) {
      const { url, model } = order.endpoint;
      const place = { url, msP50: model.latency.msP50, served: order.served };
      return await breakConnection(connection, order, place, world);
    }
    if (status !== undefined) return await sendError(order, status, caller);
    return onPart === undefined
      ? await sendWhole(order, answer, caller)
      : await playAnswerStream(order, answer, { ...caller, onPart });
  } catch (error) {
    serve();
    return { ok: false, failure: failureOf(order.call, error, readAtMs()) };
  }
}

interface Caller extends Pick<PlayedWorld, "clock" | "readAtMs"> {
  /** Tells what the provider did; it counts once. */
  readonly serve: () => void;
}

async function sendError(
  order: PlayedOrder,
  effect: StatusEffect,
  { clock, readAtMs, serve }: Caller,
): Promise<ModelResult> {
  const { request, endpoint, served } = order;
  const ownMs = lognormalMs(order.rng.fork("edge"), EDGE_LATENCY.msP50, EDGE_LATENCY.msP95);
  const context = await work(order, ownMs, { clock });
  const caller = { dialect: endpoint.dialect, isStream: request.isStream };
  const response = faultReply(caller, effect, context);
  served.status = response.status;
  serve();
  return { ok: false, failure: await failureOfReply(order, response, readAtMs()) };
}

async function sendWhole(
  order: PlayedOrder,
  answer: ComposedAnswer,
  { clock, readAtMs, serve }: Caller,
): Promise<ModelResult> {
  const { rng, endpoint } = order;
  const { msP50, msP95 } = endpoint.model.latency;
  const ownMs = lognormalMs(rng.fork("latency"), msP50, msP95);
  const context = await work(order, ownMs, { clock });
  tellAnswer(order, answer);
  serve();
  return answerOf(order, answer.completion, context, readAtMs());
}
