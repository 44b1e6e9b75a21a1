/** The end of a stream by its reader or by the caller's signal, whichever comes first. */
export interface Leave {
  /** Aborts at that end. */
  readonly signal: AbortSignal;
  /** The reader leaves. Idempotent. */
  now(): void;
  /** There is nothing left to end: the signal aborts no more. Idempotent. */
  never(): void;
}

/** Follows the caller's signal until the reader leaves or has all there is. */
export function createLeave(caller: AbortSignal | undefined): Leave {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(caller?.reason);
  if (caller?.aborted === true) onAbort();
  else caller?.addEventListener("abort", onAbort, { once: true });
  const never = (): void => caller?.removeEventListener("abort", onAbort);
  return {
    signal: controller.signal,
    never,
    now: () => {
      never();
      controller.abort(new DOMException("The reader left the stream.", "AbortError"));
    },
  };
}
