import type { ConnectionEffect } from "../faults/fault-effect.ts";
import { networkError } from "./network-error.ts";
import { untilAborted } from "./until-aborted.ts";
import type { Served, WireWorld } from "./wire-order.ts";
import { EDGE_LATENCY, work, type Work } from "./work.ts";

/** A connection that breaks does so after this share of the answer's time. */
const RESET_AFTER_SHARE = 0.5;

/** Where a connection goes. */
export interface Connection {
  readonly url: string;
  /** Of the model that would have answered. Default: the edge's. */
  readonly msP50: number | undefined;
  readonly served: Served;
}

/**
 * Breaks the connection of a call, whether its bytes are sent or not.
 *
 * Rejects with a network error, or with the reason of the call's signal as soon as it aborts.
 */
export async function breakConnection(
  effect: ConnectionEffect,
  order: Work,
  { url, msP50 = EDGE_LATENCY.msP50, served }: Connection,
  world: Pick<WireWorld, "clock">,
): Promise<never> {
  const { signal } = order.call;
  const { how } = effect;
  if (how === "silent") return untilAborted(signal);
  const isReset = how === "reset";
  if (how === "connect-timeout") await world.clock.sleep(effect.waitMs, signal);
  else await work(order, isReset ? msP50 * RESET_AFTER_SHARE : 0, world);
  if (isReset || how === "reset-early") served.status = "reset";
  throw networkError(how, url);
}
