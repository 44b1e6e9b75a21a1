import type { Api, FailureKind } from "@switchyard/contract";
import type { FaultBehaviour } from "./fault.ts";

/** What the expectation of a fault may depend on. */
export interface FaultedCall {
  readonly api: Api;
  /** What the wire gave: HTTP status, `reset` or `none`. */
  readonly status: number | "reset" | "none";
  /** Whether the route's gates refuse an answer that the output limit cut. */
  readonly refusesTruncated: boolean;
}

/**
 * The kind of failure that a router should see in a call with this fault and no other; `ok` where
 * the provider's API has no word for it and the answer is whole.
 *
 * Undefined where nobody can tell: the fault only takes time or quality, hides in an answer that
 * looks like any other, or its answer was not waited for. Written from the providers' documents,
 * not from the router's classification.
 */
export function expectedKind(
  fault: FaultBehaviour,
  { api, status, refusesTruncated }: FaultedCall,
): FailureKind | "ok" | undefined {
  if (fault.type.startsWith("http.") && status === "none") return undefined;
  switch (fault.type) {
    case "net.refused":
    case "body.cut":
      return "network";
    case "net.reset":
      return status === "none" ? undefined : "network";
    case "net.blackhole":
    case "body.stalled":
      return "timeout";
    case "http.status":
      return KINDS[Number(status)];
    case "http.rate-limit":
      return "rate-limited";
    case "http.spend-limit":
      return "quota-exhausted";
    case "http.auth-revoked":
      return "auth";
    case "http.model-gone":
      return "model-unavailable";
    case "http.bad-request":
      return "invalid-request";
    case "http.permission":
      return "permission";
    case "http.region-unsupported":
      return api === "anthropic" ? "permission" : "region-unsupported";
    case "http.conflict":
      return "conflict";
    case "http.payload-too-large":
      return "request-too-large";
    case "http.context-overflow":
      return "context-overflow";
    case "http.blocked-input":
      return api === "anthropic" ? "refusal" : "content-blocked-input";
    case "http.overloaded":
      return "overloaded";
    case "body.malformed":
      return "malformed-output";
    case "body.wrong-shape":
      return fault.of === "answer" ? undefined : "malformed-output";
    case "body.truncated":
      return refusesTruncated ? "output-truncated" : undefined;
    case "body.empty":
      return "empty-output";
    case "body.refusal":
      return kindOfRefusal(fault.style, api);
    case "body.missing-usage":
      return api === "anthropic" ? "malformed-output" : "ok";
    case "stream.early-end":
      return "stream-interrupted";
    case "stream.first-token-stall":
      return fault.wait === undefined ? "timeout" : undefined;
    // Before the first text an answer that breaks is what broke it; afterwards it is interrupted.
    case "stream.cut":
    case "stream.error":
    case "stream.slow-tokens":
    case "latency.added":
    case "body.quality-drop":
    case "body.longer":
      return undefined;
    default:
      return fault satisfies never;
  }
}

function kindOfRefusal(
  style: "stop-reason" | "text" | "filter",
  api: Api,
): FailureKind | undefined {
  if (style === "text") return undefined;
  if (api === "anthropic") return "refusal";
  return style === "filter" || api === "google" ? "content-blocked-output" : "refusal";
}

/** Statuses whose meaning is the same at every provider and for every body; the others are open. */
const KINDS: Readonly<Record<number, FailureKind>> = {
  400: "invalid-request",
  401: "auth",
  402: "quota-exhausted",
  403: "permission",
  404: "model-unavailable",
  409: "conflict",
  413: "request-too-large",
  422: "invalid-request",
  429: "rate-limited",
  500: "server-error",
  502: "server-error",
};
