import type { ModelFailure } from "@switchyard/contract";
import { textAt } from "../wire/json-fields.ts";
import { makeFailure } from "./make-failure.ts";

/**
 * A call that its signal ended: a `TimeoutError` as reason is our own deadline, anything else the
 * caller's wish. What was sent may be billed all the same, unless nothing was sent.
 */
export function abortFailure(
  provider: string,
  reason: unknown,
  billed: "none" | "unknown" = "unknown",
): ModelFailure {
  return isTimeout(reason)
    ? makeFailure("timeout", {
        provider,
        message: `${provider} had not answered when the time was over.`,
        billed,
        scope: "total",
      })
    : makeFailure("cancelled", {
        provider,
        message: `The caller ended the call to ${provider}.`,
        billed,
      });
}

/** By name, so it holds for a `DOMException`, an `Error` and the clock of a rehearsal. */
function isTimeout(reason: unknown): boolean {
  return reason instanceof Error
    ? reason.name === "TimeoutError"
    : textAt(reason, "name") === "TimeoutError";
}
