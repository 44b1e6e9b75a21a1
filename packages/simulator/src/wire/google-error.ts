import type { ReplyContext, WireError, WireErrorCause, WireErrorReply } from "./dialect.ts";
import type { JsonObject } from "./json-fields.ts";

interface GoogleError {
  readonly code: number;
  readonly status: string;
  readonly message: string;
  readonly details?: readonly JsonObject[];
}

/** An error in the shape of Google's APIs; `RetryInfo` carries the wait that it asks for. */
export function googleError(error: WireError, context: ReplyContext): WireErrorReply {
  if (error.cause === "blocked-input") return blockedPrompt(context);
  const own = ownError(error.cause, error.status, context);
  const code = error.status ?? own.code;
  const details = [...(own.details ?? []), ...retryInfo(error.retryAfterMs)];
  return {
    status: code,
    body: {
      error: {
        code,
        message: error.message ?? own.message,
        status: own.status,
        ...(details.length === 0 ? {} : { details }),
      },
    },
  };
}

/** A blocked prompt is no error: there is a reason and no candidate. */
function blockedPrompt({ id, wireName }: ReplyContext): WireErrorReply {
  const promptFeedback = { blockReason: "PROHIBITED_CONTENT" };
  return { status: 200, body: { promptFeedback, modelVersion: wireName, responseId: id } };
}

function ownError(
  cause: Exclude<WireErrorCause, "blocked-input">,
  status: number | undefined,
  { wireName, window }: ReplyContext,
): GoogleError {
  switch (cause) {
    case "invalid-request":
      return { code: 400, status: "INVALID_ARGUMENT", message: "Invalid request." };
    case "context-overflow":
      return {
        code: 400,
        status: "INVALID_ARGUMENT",
        message: "The input token count exceeds the maximum number of tokens allowed.",
      };
    case "auth":
      return {
        code: 401,
        status: "UNAUTHENTICATED",
        message: "Request had invalid authentication credentials.",
      };
    case "model-unknown":
      return {
        code: 404,
        status: "NOT_FOUND",
        message: `models/${wireName} is not found for API version v1beta.`,
      };
    case "rate-limit":
      return {
        code: 429,
        status: "RESOURCE_EXHAUSTED",
        message: "You exceeded your current quota of requests per minute.",
        details: [quotaFailure(wireName, window.requestsPerMinute)],
      };
    case "spend-limit":
      return {
        code: 402,
        status: "RESOURCE_EXHAUSTED",
        message: "Your prepayment credits are depleted.",
      };
    case "region-unsupported":
      return {
        code: 400,
        status: "FAILED_PRECONDITION",
        message: "User location is not supported for the API use.",
      };
    case "overloaded":
      return {
        code: 503,
        status: "UNAVAILABLE",
        message: "The model is overloaded. Please try again later.",
      };
    case "status":
      return ofStatus(status ?? 500);
    default:
      return cause satisfies never;
  }
}

/** Canonical codes by HTTP status, from `google.rpc.Code`; the others follow their class. */
const STATUSES: Readonly<Record<number, string>> = {
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "ABORTED",
  429: "RESOURCE_EXHAUSTED",
  499: "CANCELLED",
  501: "UNIMPLEMENTED",
  503: "UNAVAILABLE",
  504: "DEADLINE_EXCEEDED",
};

function ofStatus(code: number): GoogleError {
  const isOurs = code < 500;
  return {
    code,
    status: STATUSES[code] ?? (isOurs ? "INVALID_ARGUMENT" : "INTERNAL"),
    message: isOurs ? `The request failed with ${code}.` : "An internal error has occurred.",
  };
}

function quotaFailure(model: string, requestsPerMinute: number): JsonObject {
  return {
    "@type": "type.googleapis.com/google.rpc.QuotaFailure",
    violations: [
      {
        quotaMetric: "generativelanguage.googleapis.com/generate_content_requests",
        quotaId: "GenerateRequestsPerMinutePerProjectPerModel",
        quotaDimensions: { location: "global", model },
        quotaValue: String(requestsPerMinute),
      },
    ],
  };
}

function retryInfo(retryAfterMs: number | undefined): readonly JsonObject[] {
  if (retryAfterMs === undefined) return [];
  const retryDelay = `${retryAfterMs / 1000}s`;
  return [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay }];
}
