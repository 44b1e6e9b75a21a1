/** The end of a stream by its reader or by the caller's signal, whichever comes first. */
export interface Leave {
  /** Aborts at that end. */
  readonly signal: AbortSignal;
  /** Whether the reader left. */
  readonly isLeft: boolean;
  /** The reader leaves. Idempotent. */
  now(): void;
}

/** Follows the caller's signal until the reader leaves. */
export function createLeave(caller: AbortSignal | undefined): Leave {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(caller?.reason);
  let isLeft = false;
  if (caller?.aborted === true) onAbort();
  else caller?.addEventListener("abort", onAbort, { once: true });
  return {
    signal: controller.signal,
    get isLeft() {
      return isLeft;
    },
    now: () => {
      isLeft = true;
      caller?.removeEventListener("abort", onAbort);
      controller.abort(new DOMException("The reader left the stream.", "AbortError"));
    },
  };
}
