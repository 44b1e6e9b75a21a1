import type { FailureKind } from "@switchyard/contract";

/**
 * Codes that say what happened, whatever the status. Sources: platform.openai.com/docs/guides
 * error codes and help.openai.com 5955604 (OpenAI), platform.claude.com/docs/en/api/errors
 * (Anthropic), ai.google.dev/gemini-api/docs/troubleshooting and google.api.ErrorReason (Gemini),
 * learn.microsoft.com Azure OpenAI content filter.
 */
const KIND_OF_CODE: Readonly<Record<string, FailureKind>> = {
  rate_limit_exceeded: "rate-limited",
  slow_down: "rate-limited",
  RATE_LIMIT_EXCEEDED: "rate-limited",
  insufficient_quota: "quota-exhausted",
  billing_hard_limit_reached: "quota-exhausted",
  billing_not_active: "quota-exhausted",
  credit_balance_exhausted: "quota-exhausted",
  organization_usage_limit_exceeded: "quota-exhausted",
  organization_spend_limit_exceeded: "quota-exhausted",
  project_spend_limit_exceeded: "quota-exhausted",
  enforced_spend_limit_reached: "quota-exhausted",
  quota_exceeded: "quota-exhausted",
  server_is_overloaded: "overloaded",
  server_error: "server-error",
  context_length_exceeded: "context-overflow",
  content_filter: "content-blocked-input",
  content_policy_violation: "content-blocked-input",
  invalid_prompt: "content-blocked-input",
  invalid_api_key: "auth",
  API_KEY_INVALID: "auth",
  API_KEY_SERVICE_BLOCKED: "permission",
  SERVICE_DISABLED: "permission",
  unsupported_country_region_territory: "region-unsupported",
  model_not_found: "model-unavailable",
};

/**
 * Classes that say what happened, whatever the status. `invalid_request_error` and
 * `INVALID_ARGUMENT` are not here: providers put them on 401, 404 and 429 too, so the status says
 * more than they do.
 */
const KIND_OF_TYPE: Readonly<Record<string, FailureKind>> = {
  rate_limit_error: "rate-limited",
  RESOURCE_EXHAUSTED: "rate-limited",
  insufficient_quota: "quota-exhausted",
  billing_error: "quota-exhausted",
  overloaded_error: "overloaded",
  service_unavailable_error: "overloaded",
  UNAVAILABLE: "overloaded",
  api_error: "server-error",
  server_error: "server-error",
  INTERNAL: "server-error",
  timeout_error: "timeout",
  DEADLINE_EXCEEDED: "timeout",
  authentication_error: "auth",
  UNAUTHENTICATED: "auth",
  permission_error: "permission",
  PERMISSION_DENIED: "permission",
  not_found_error: "model-unavailable",
  NOT_FOUND: "model-unavailable",
  request_too_large: "request-too-large",
  conflict_error: "conflict",
  ABORTED: "conflict",
  FAILED_PRECONDITION: "region-unsupported",
};

const KIND_OF_STATUS: Readonly<Record<number, FailureKind>> = {
  401: "auth",
  402: "quota-exhausted",
  403: "permission",
  404: "model-unavailable",
  408: "timeout",
  409: "conflict",
  413: "request-too-large",
  429: "rate-limited",
  499: "network",
  503: "overloaded",
  504: "timeout",
  522: "timeout",
  524: "timeout",
  529: "overloaded",
};

/** The kind a code stands for, where it is a known one. */
export function kindOfCode(code: string | undefined): FailureKind | undefined {
  return lookUp(KIND_OF_CODE, code);
}

/** The kind a class of errors stands for, where it is a known one. */
export function kindOfType(type: string | undefined): FailureKind | undefined {
  return lookUp(KIND_OF_TYPE, type);
}

/** The kind a status stands for: 522, 524 and 529 are those of edges and of Anthropic. */
export function kindOfStatus(status: number): FailureKind {
  const kind = KIND_OF_STATUS[status];
  if (kind !== undefined) return kind;
  return status >= 400 && status <= 499 ? "invalid-request" : "server-error";
}

/** Own keys only: a provider could answer with a code named `constructor`. */
function lookUp(
  table: Readonly<Record<string, FailureKind>>,
  name: string | undefined,
): FailureKind | undefined {
  return name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}
