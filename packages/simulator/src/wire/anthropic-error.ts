import type { ReplyContext, WireError, WireErrorCause, WireErrorReply } from "./dialect.ts";
import type { JsonObject } from "./json-fields.ts";

interface AnthropicError {
  readonly status: number;
  readonly type: string;
  readonly message: string;
  readonly details?: JsonObject;
}

/** An error in the shape of Anthropic's API. */
export function anthropicError(error: WireError, context: ReplyContext): WireErrorReply {
  if (error.cause === "blocked-input") return refusedPrompt(context);
  const own = ownError(error.cause, error.status, context);
  return {
    status: error.status ?? own.status,
    body: {
      type: "error",
      error: {
        type: own.type,
        message: error.message ?? own.message,
        ...(own.details === undefined ? {} : { details: own.details }),
      },
      request_id: `req_${context.id}`,
    },
  };
}

/** A refusal before the first word: a message with nothing but its stop reason, and no error. */
function refusedPrompt({ id, wireName }: ReplyContext): WireErrorReply {
  return {
    status: 200,
    body: {
      id: `msg_${id}`,
      type: "message",
      role: "assistant",
      model: wireName,
      content: [],
      stop_reason: "refusal",
      stop_sequence: null,
      stop_details: { type: "refusal", category: null, explanation: null },
      usage: { input_tokens: 0, output_tokens: 0 },
    },
  };
}

function ownError(
  cause: Exclude<WireErrorCause, "blocked-input">,
  status: number | undefined,
  { wireName }: ReplyContext,
): AnthropicError {
  switch (cause) {
    case "invalid-request":
      return { status: 400, type: "invalid_request_error", message: "Invalid request" };
    case "context-overflow":
      return { status: 400, type: "invalid_request_error", message: "prompt is too long" };
    case "auth":
      return { status: 401, type: "authentication_error", message: "invalid x-api-key" };
    case "model-unknown":
      return { status: 404, type: "not_found_error", message: `model: ${wireName}` };
    case "rate-limit":
      return {
        status: 429,
        type: "rate_limit_error",
        message: "This request would exceed your account's rate limit. Please try again later.",
      };
    case "spend-limit":
      return {
        status: 429,
        type: "rate_limit_error",
        message: "Your organization has reached its spend limit.",
        details: { error_code: "enforced_spend_limit_reached" },
      };
    case "region-unsupported":
      return { status: 403, type: "permission_error", message: "Request not allowed" };
    case "overloaded":
      return { status: 529, type: "overloaded_error", message: "Overloaded" };
    case "status":
      return ofStatus(status ?? 500);
    default:
      return cause satisfies never;
  }
}

/** Types by status, from Anthropic's list of errors; the others follow their class. */
const TYPES: Readonly<Record<number, string>> = {
  401: "authentication_error",
  402: "billing_error",
  403: "permission_error",
  404: "not_found_error",
  409: "conflict_error",
  413: "request_too_large",
  429: "rate_limit_error",
  504: "timeout_error",
  529: "overloaded_error",
};

function ofStatus(status: number): AnthropicError {
  const isOurs = status < 500;
  return {
    status,
    type: TYPES[status] ?? (isOurs ? "invalid_request_error" : "api_error"),
    message: isOurs ? `The request failed with ${status}` : "Internal server error",
  };
}
