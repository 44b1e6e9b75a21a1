import type { VirtualClock } from "../time/create-virtual-clock.ts";
import { networkError } from "./network-error.ts";
import type { StreamPlan } from "./plan-stream.ts";
import { textResponse } from "./respond.ts";
import { untilAborted } from "./until-aborted.ts";

/** Who asked, and the clock that the answer is paced by. */
export interface StreamCaller {
  readonly url: string;
  readonly signal: AbortSignal | undefined;
  readonly clock: VirtualClock;
}

/** Sends headers at once and the chunks of a stream at their times, with status 200. */
export function streamReply(
  plan: StreamPlan,
  headers: Record<string, string>,
  caller: StreamCaller,
): Response {
  const all = { ...headers, "content-type": plan.contentType };
  return textResponse(200, all, pacedBody(plan, caller));
}

/** Chunks are asked for one by one, so a reader that is gone leaves no event behind. */
function pacedBody({ chunks, end }: StreamPlan, caller: StreamCaller): ReadableStream<Uint8Array> {
  const { clock, signal, url } = caller;
  const startedAtMs = clock.nowMs();
  let next = 0;
  return new ReadableStream({
    async pull(controller) {
      const chunk = chunks[next];
      next += 1;
      if (chunk !== undefined) {
        await clock.sleep(startedAtMs + chunk.atMs - clock.nowMs(), signal);
        controller.enqueue(chunk.bytes);
      } else if (end === "closed") {
        controller.close();
      } else if (end === "cut") {
        controller.error(networkError("cut", url));
      } else {
        await untilAborted(signal);
      }
    },
  });
}
