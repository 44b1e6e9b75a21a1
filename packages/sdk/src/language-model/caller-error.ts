import { SwitchyardError } from "@switchyard/contract";

/**
 * What a call of the AI SDK fails with: the router's typed error as it is, but for the caller's own
 * abort, which is the signal's reason, as the AI SDK tells an abort from a failure by it.
 *
 * The AI SDK repeats a call (`maxRetries`, 2 by default) for an `APICallError` and a gateway's error
 * that say `isRetryable`, and for nothing else. The router's errors are neither, so its own retries
 * are the only ones.
 */
export function callerError(error: unknown, signal: AbortSignal | undefined): unknown {
  const isAbort = SwitchyardError.isInstance(error) && error.code === "ask-aborted";
  return isAbort && signal?.aborted === true ? signal.reason : error;
}
