import type { ModelFailure } from "@switchyard/contract";
import type { KeyRings, KeyUse, RestScope } from "./create-key-rings.ts";
import { KEY_REST_MS } from "./key-ring.ts";

/** The key of a failed call. */
export interface UsedKey {
  readonly use: KeyUse;
  readonly index: number;
  /** The environment variables of the endpoint's keys. */
  readonly keyNames: readonly string[];
}

/**
 * Lets a key rest whose failure is its own, and says what that means for the endpoint: while
 * another key is ready, a retry may succeed and no breaker is to open; when all rest, the breaker
 * is to be open until the first is ready, and the message names their variables.
 */
export function restKey(
  rings: KeyRings,
  failure: ModelFailure,
  { use, index, keyNames }: UsedKey,
  times: { readonly nowMs: number; readonly epochMs: number },
): ModelFailure {
  const scope = restScope(failure);
  if (scope === undefined) return failure;
  const { resetsAtMs } = failure;
  const restMs = resetsAtMs === undefined ? KEY_REST_MS : Math.max(0, resetsAtMs - times.epochMs);
  const readyInMs = rings.rest(use, index, scope, times.nowMs + restMs, times.nowMs);
  if (readyInMs === 0) return { ...failure, retry: "same", breaker: "ignore" };
  const whose = keyNames.length === 1 ? "The only key" : `All ${keyNames.length} keys`;
  return {
    ...failure,
    retry: "never",
    breaker: "open",
    retryAfterMs: Math.ceil(readyInMs),
    retryAfterSource: "keys",
    message:
      `${failure.message} ${whose} of ${use.endpoint} (${keyNames.join(", ")}) cannot be used ` +
      `for ${Math.ceil(readyInMs)} ms; replace one or mend its account.`,
  };
}

/**
 * What a failure says of its key: wrong or without money, it is so for every model of the region.
 * A permission, and a quota of Gemini by the day, are those of one model.
 */
function restScope({ kind, type, status }: ModelFailure): RestScope | undefined {
  switch (kind) {
    case "auth":
      return "region";
    case "permission":
      return "endpoint";
    case "quota-exhausted":
      return type === "RESOURCE_EXHAUSTED" && status !== 402 ? "endpoint" : "region";
    default:
      return undefined;
  }
}
