import { drawHex } from "../chance/draw-hex.ts";
import { USUAL_REQUESTS_PER_MINUTE } from "../faults/fault-effect.ts";
import { roundMs } from "../time/round-ms.ts";
import type { ReplyContext, WireRequest } from "./dialect.ts";
import type { WireCall, WireOrder, WireWorld } from "./wire-order.ts";

/**
 * Time of an answer that no model was asked for. An assumption: such answers come from the
 * provider's edge, in about the time of a round trip and a lookup.
 */
export const EDGE_LATENCY = { msP50: 60, msP95: 200 } as const;

const USUAL_WINDOW = {
  requestsPerMinute: USUAL_REQUESTS_PER_MINUTE,
  remaining: USUAL_REQUESTS_PER_MINUTE - 1,
  resetMs: 60_000 / USUAL_REQUESTS_PER_MINUTE,
} as const;

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
  const { effects, call } = order;
  const processingMs = roundMs(ownMs * effects.times + effects.addMs);
  await world.clock.sleep(processingMs, call.signal);
  return contextOf(order, processingMs, world);
}

/** What an answer is made of besides its content, once the work is done. */
export function contextOf(
  { verdict, request, rng }: Omit<Work, "call" | "effects">,
  processingMs: number,
  world: Pick<WireWorld, "clock">,
): ReplyContext {
  return {
    wireName: request.wireName,
    id: drawHex(rng.fork("id"), 3),
    epochMs: world.clock.epochMs(),
    processingMs,
    window: verdict.window ?? USUAL_WINDOW,
    showsLimits: verdict.showsLimits,
  };
}
