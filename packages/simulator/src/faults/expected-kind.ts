import type { Api, FailureKind } from "@switchyard/contract";
import { parseDurationMs } from "@switchyard/policy";
import { isOfFamily } from "./draw-effect.ts";
import type { BodyBehaviour } from "./families/body-fault.ts";
import type { HttpBehaviour } from "./families/http-fault.ts";
import { CONNECT_TIMEOUT_MS, type NetBehaviour } from "./families/net-fault.ts";
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
  call: FaultedCall,
): FailureKind | "ok" | undefined {
  if (isOfFamily(fault, "net")) return kindOfConnection(fault, call);
  if (isOfFamily(fault, "http"))
    return call.status === "none" ? undefined : kindOfStatus(fault, call);
  if (isOfFamily(fault, "body")) return kindOfBody(fault, call);
  if (fault.type === "stream.early-end") return "stream-interrupted";
  // Before the first text an answer that breaks is what broke it; afterwards it is interrupted.
  const isStall = fault.type === "stream.first-token-stall" && fault.wait === undefined;
  return isStall ? "timeout" : undefined;
}

function kindOfConnection(fault: NetBehaviour, { status }: FaultedCall): FailureKind | undefined {
  switch (fault.type) {
    case "net.refused":
    case "net.dns":
    case "net.tls":
      return "network";
    case "net.reset":
      return fault.during === undefined && status === "none" ? undefined : "network";
    case "net.slow-connect":
      return parseDurationMs(fault.wait) < CONNECT_TIMEOUT_MS ? undefined : "timeout";
    case "net.blackhole":
      return "timeout";
    default:
      return fault satisfies never;
  }
}

/** What an answer in the provider's place means. */
function kindOfStatus(fault: HttpBehaviour, { api, status }: FaultedCall): FailureKind | undefined {
  switch (fault.type) {
    case "http.status":
      return fault.body === "wrong-provider" ? undefined : KINDS[Number(status)];
    case "http.rate-limit":
      return "rate-limited";
    case "http.spend-limit":
      return fault.status === undefined ? "quota-exhausted" : undefined;
    case "http.auth-revoked":
      return fault.status === undefined ? "auth" : undefined;
    case "http.model-gone":
      return fault.status === undefined ? "model-unavailable" : undefined;
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
    default:
      return fault satisfies never;
  }
}

/** What an answer means whose status is 200. */
function kindOfBody(
  fault: BodyBehaviour,
  { api, refusesTruncated }: FaultedCall,
): FailureKind | "ok" | undefined {
  switch (fault.type) {
    case "body.stalled":
      return "timeout";
    case "body.cut":
      return "network";
    case "body.malformed":
      return fault.how === "bom" ? undefined : "malformed-output";
    case "body.wrong-shape":
      return fault.of === "answer" ? undefined : "malformed-output";
    case "body.truncated":
      return refusesTruncated && fault.finish !== "stop" ? "output-truncated" : undefined;
    case "body.empty":
      return "empty-output";
    case "body.refusal":
      return kindOfRefusal(fault.style, api);
    case "body.missing-usage":
      return api === "anthropic" ? "malformed-output" : "ok";
    case "body.quality-drop":
    case "body.longer":
    case "body.schema-violation":
    case "body.tool-hallucinated":
    case "body.wrong-model":
    case "body.wrong-language":
    case "body.usage-lies":
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
