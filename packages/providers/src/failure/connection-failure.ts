import { APICallError } from "@ai-sdk/provider";
import type { ModelFailure } from "@switchyard/contract";
import { makeFailure } from "./make-failure.ts";

/** Error codes of Node and undici: nothing was sent, so nothing is billed. */
const UNSENT_CODES: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);
/** The request may have arrived. */
const CUT_CODES: ReadonlySet<string> = new Set([
  "ECONNRESET",
  "EPIPE",
  "ECONNABORTED",
  "UND_ERR_SOCKET",
]);

/** Time-outs of the connection itself, by what was being waited for. */
const TIMEOUT_SCOPES: Readonly<Record<string, string>> = {
  ETIMEDOUT: "connect",
  UND_ERR_CONNECT_TIMEOUT: "connect",
  UND_ERR_HEADERS_TIMEOUT: "ttft",
  UND_ERR_BODY_TIMEOUT: "idle",
};

/** Causes are followed this deep; nobody nests them deeper. */
const CAUSES_MAX = 8;

/**
 * A call that failed on the way: no connection, a cut one, or one that timed out. Undefined for an
 * error that is none of these.
 */
export function connectionFailure(provider: string, error: unknown): ModelFailure | undefined {
  const code = codeOf(error);
  const status = APICallError.isInstance(error) ? error.statusCode : undefined;
  const scope = code !== undefined && Object.hasOwn(TIMEOUT_SCOPES, code) && TIMEOUT_SCOPES[code];
  if (typeof scope === "string") {
    const message = `The connection to ${provider} timed out (${code}).`;
    const billed = scope === "connect" ? "none" : "unknown";
    return makeFailure("timeout", { provider, message, billed, scope, status });
  }
  const isUnsent = code !== undefined && UNSENT_CODES.has(code);
  const isCut = code !== undefined && CUT_CODES.has(code);
  if (!isUnsent && !isCut && !isFetchFailure(error)) return undefined;

  const what = status === undefined ? "could not be reached" : "broke off its answer";
  return makeFailure("network", {
    provider,
    message: `${provider} ${what}${code === undefined ? "." : ` (${code}).`}`,
    billed: isUnsent ? "none" : "unknown",
    status,
  });
}

/** A `fetch` that rejects without naming a cause, and an abort that is not the call's own. */
function isFetchFailure(error: unknown): boolean {
  if (APICallError.isInstance(error)) return error.statusCode === undefined;
  if (!(error instanceof Error)) return false;
  if (error.name === "AbortError") return true;
  return (
    error instanceof TypeError && /^(fetch failed|failed to fetch|terminated)$/i.test(error.message)
  );
}

/** The code of the error or of the first of its causes that has one. */
function codeOf(error: unknown): string | undefined {
  let current = error;
  for (let depth = 0; depth < CAUSES_MAX && current instanceof Error; depth += 1) {
    if ("code" in current && typeof current.code === "string") return current.code;
    current = current.cause;
  }
  return undefined;
}
