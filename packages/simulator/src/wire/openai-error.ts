import type { ReplyContext, WireError, WireErrorReply } from "./dialect.ts";

interface OpenAIError {
  readonly status: number;
  readonly message: string;
  readonly type: string;
  readonly code: string | null;
}

const INVALID = "invalid_request_error";

/** An error in the shape that OpenAI's APIs and servers compatible with them use. */
export function openaiError(error: WireError, context: ReplyContext): WireErrorReply {
  const own = ownError(error, context);
  return {
    status: error.status ?? own.status,
    body: {
      error: {
        message: error.message ?? own.message,
        type: own.type,
        param: null,
        code: own.code,
      },
    },
  };
}

function ownError(error: WireError, { wireName, window }: ReplyContext): OpenAIError {
  switch (error.cause) {
    case "invalid-request":
      return { status: 400, message: "Invalid request.", type: INVALID, code: null };
    case "context-overflow":
      return {
        status: 400,
        message: "Your input exceeds the context window of this model.",
        type: INVALID,
        code: "context_length_exceeded",
      };
    case "auth":
      return {
        status: 401,
        message: "Incorrect API key provided. Check the key of your account.",
        type: INVALID,
        code: "invalid_api_key",
      };
    case "model-unknown":
      return {
        status: 404,
        message: `The model \`${wireName}\` does not exist or you do not have access to it.`,
        type: INVALID,
        code: "model_not_found",
      };
    case "rate-limit":
      return {
        status: 429,
        message:
          `Rate limit reached for ${wireName} on requests per min (RPM): ` +
          `Limit ${window.requestsPerMinute}, Requested 1.`,
        type: "requests",
        code: "rate_limit_exceeded",
      };
    case "spend-limit":
      return {
        status: 429,
        message: "You exceeded your current quota, please check your plan and billing details.",
        type: "insufficient_quota",
        code: "insufficient_quota",
      };
    case "region-unsupported":
      return {
        status: 403,
        message: "Country, region, or territory not supported",
        type: "request_forbidden",
        code: "unsupported_country_region_territory",
      };
    case "blocked-input":
      return {
        status: 400,
        message: "Invalid prompt: your prompt was flagged. Please try again with another one.",
        type: INVALID,
        code: "invalid_prompt",
      };
    case "overloaded":
      return {
        status: 503,
        message: "Our servers are currently overloaded. Please try again later.",
        type: "service_unavailable_error",
        code: "server_is_overloaded",
      };
    case "status":
      return ofStatus(error.status ?? 500);
    default:
      return error.cause satisfies never;
  }
}

function ofStatus(status: number): OpenAIError {
  if (status === 429) {
    return {
      status,
      message: "Rate limit reached. Please try again later.",
      type: "requests",
      code: "rate_limit_exceeded",
    };
  }
  if (status < 500) {
    return { status, message: `The request failed with ${status}.`, type: INVALID, code: null };
  }
  return {
    status,
    message: "The server had an error while processing your request.",
    type: "server_error",
    code: null,
  };
}
