import { isUnreadable } from "../wire/answer-reply.ts";
import type { ComposedAnswer } from "../wire/compose-answer.ts";
import type { PlayedOrder } from "./played-order.ts";

/** Notes what the provider did: status 200, the faults that took effect, and the true quality. */
export function tellAnswer(order: PlayedOrder, { quality }: ComposedAnswer): void {
  const { served, verdict, effects, request } = order;
  served.faults = verdict.applied
    .filter(({ effect }) => effect.stage !== "stream" || request.isStream)
    .map(({ fault }) => fault);
  served.status = 200;
  served.quality = request.isStream && effects.stream.some(isUnreadable) ? null : quality;
}
