import type { Model, Rng } from "@switchyard/contract";
import { lognormalMs } from "../chance/lognormal-ms.ts";
import type { EffectGroups } from "../faults/group-effects.ts";
import { roundMs } from "../time/round-ms.ts";
import type { StreamPace } from "./plan-stream.ts";
import { EDGE_LATENCY } from "./work.ts";

/** Instants of a stream at the provider's own speed, in milliseconds after the call. */
export interface StreamTimes {
  /** From the edge, but never after the first token. */
  readonly headersMs: number;
  readonly firstMs: number;
  /** Of the last token: when the whole answer of the same draw would come. */
  readonly wholeMs: number;
}

/** Who is slow to answer whole is as slow to the first token. */
export function drawStreamTimes({ latency }: Pick<Model, "latency">, rng: Rng): StreamTimes {
  const { firstTokenMsP50, msP50, msP95 } = latency;
  const wholeMs = lognormalMs(rng.fork("latency"), msP50, msP95);
  const edgeMs = lognormalMs(rng.fork("edge"), EDGE_LATENCY.msP50, EDGE_LATENCY.msP95);
  const firstMs = Math.min(wholeMs, (firstTokenMsP50 * wholeMs) / msP50);
  return { headersMs: Math.min(edgeMs, firstMs), firstMs, wholeMs };
}

/**
 * The pace at which the last chunk comes when the whole answer would; what slows an answer slows
 * all of it. An answer in one chunk comes then, too.
 */
export function streamPace(
  { headersMs, firstMs, wholeMs }: StreamTimes,
  chunks: number,
  { times, addMs }: Pick<EffectGroups, "times" | "addMs">,
): StreamPace {
  // Both are rounded as the work on a whole answer is, so that both end at one microsecond.
  const restMs = roundMs(wholeMs * times + addMs) - roundMs(headersMs * times + addMs);
  if (chunks < 2) return { firstMs: restMs, chunkMs: 0 };
  const untilFirstMs = Math.min(restMs, (firstMs - headersMs) * times);
  return { firstMs: untilFirstMs, chunkMs: (restMs - untilFirstMs) / (chunks - 1) };
}
