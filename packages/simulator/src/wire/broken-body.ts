import { networkError } from "./network-error.ts";
import { untilAborted } from "./until-aborted.ts";

/** A body of which nothing comes until the caller gives up. */
export function stalledBody(signal: AbortSignal | undefined): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: () => untilAborted(signal) });
}

/** A body whose connection breaks half-way. A short text would look like a complete answer. */
export function cutBody(text: string, url: string): ReadableStream<Uint8Array> {
  let isSent = false;
  return new ReadableStream({
    pull(controller) {
      if (isSent) {
        controller.error(networkError("cut", url));
        return;
      }
      isSent = true;
      controller.enqueue(new TextEncoder().encode(text.slice(0, text.length >> 1)));
    },
  });
}
