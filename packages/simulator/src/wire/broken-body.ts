import { networkError } from "./network-error.ts";
import { untilAborted } from "./until-aborted.ts";

/** A body of which nothing comes until the caller gives up. */
export function stalledBody(signal: AbortSignal | undefined): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: () => untilAborted(signal) });
}

/**
 * A body whose connection breaks. A short text would look like a complete answer.
 *
 * @param after share of the body that comes before; 0: nothing does
 */
export function cutBody(text: string, after: number, url: string): ReadableStream<Uint8Array> {
  const kept = text.slice(0, Math.min(text.length - 1, Math.floor(text.length * after)));
  let isSent = kept === "";
  return new ReadableStream({
    pull(controller) {
      if (isSent) {
        controller.error(networkError("cut", url));
        return;
      }
      isSent = true;
      controller.enqueue(new TextEncoder().encode(kept));
    },
  });
}
