/**
 * Version of OpenTelemetry's semantic conventions that the `gen_ai.*`, `error.*` and `http.*` names
 * below, and the buckets in `metric-names.ts`, are taken from (Apache-2.0). It is the last release
 * that defines `gen_ai.*` itself: from 1.42 on they move to a repository of their own.
 */
export const SEMANTIC_CONVENTIONS_VERSION = "1.41.1";

/** Where that version stands: what spans and metrics say of the meaning of their names. */
export const SCHEMA_URL: string = `https://opentelemetry.io/schemas/${SEMANTIC_CONVENTIONS_VERSION}`;

/** Names of the convention, by the name its own packages give them. */
export const GEN_AI = {
  operationName: "gen_ai.operation.name",
  providerName: "gen_ai.provider.name",
  requestModel: "gen_ai.request.model",
  tokenType: "gen_ai.token.type",
  inputTokens: "gen_ai.usage.input_tokens",
  outputTokens: "gen_ai.usage.output_tokens",
  cachedInputTokens: "gen_ai.usage.cache_read.input_tokens",
  cacheWriteTokens: "gen_ai.usage.cache_creation.input_tokens",
  timeToFirstChunk: "gen_ai.response.time_to_first_chunk",
  reasoningTokens: "gen_ai.usage.reasoning.output_tokens",
} as const;

/** Names of the convention that are not of generative AI alone. */
export const GENERAL = {
  errorType: "error.type",
  httpStatus: "http.response.status_code",
} as const;

/** Our own names, for what the convention has no word for. */
export const SWITCHYARD = {
  askId: "switchyard.ask.id",
  taskId: "switchyard.task.id",
  attemptId: "switchyard.attempt.id",
  /** First 12 hex digits of the bundle's hash. */
  policyHash: "switchyard.policy.hash",
  intent: "switchyard.intent",
  risk: "switchyard.risk",
  segment: "switchyard.segment",
  locale: "switchyard.locale",
  residency: "switchyard.residency",
  workload: "switchyard.workload",
  capabilities: "switchyard.capabilities",
  contextTokens: "switchyard.context_tokens",
  slaMs: "switchyard.sla_ms",
  insideSla: "switchyard.inside_sla",
  route: "switchyard.route",
  rung: "switchyard.rung",
  endpoint: "switchyard.endpoint",
  region: "switchyard.region",
  timeoutMs: "switchyard.timeout_ms",
  attemptKind: "switchyard.attempt.kind",
  attempts: "switchyard.attempts",
  /**
   * Of an ask: `full`, `degraded`, `failed`, `cancelled` (by its caller) or `unknown` (its end was
   * lost); of an attempt: `ok` or its kind of failure.
   */
  outcome: "switchyard.outcome",
  why: "switchyard.why",
  /** Of the route's gates: `passed`, `failed` or `unjudged`. */
  verdict: "switchyard.verdict",
  score: "switchyard.score",
  gatesFailed: "switchyard.gates.failed",
  /** On an ask to a judge: the ask whose answer it judges. */
  judgesAskId: "switchyard.judges.ask.id",
  unmeasured: "switchyard.unmeasured",
  costMicroUsd: "switchyard.cost_micro_usd",
  retryAfterMs: "switchyard.retry_after_ms",
  endpointsOpen: "switchyard.endpoints.open",
  endpointsRejected: "switchyard.endpoints.rejected",
  budget: "switchyard.budget",
  neededMicroUsd: "switchyard.budget.needed_micro_usd",
  leftMicroUsd: "switchyard.budget.left_micro_usd",
  breakerFrom: "switchyard.breaker.from",
  breakerTo: "switchyard.breaker.to",
  rungTo: "switchyard.rung.to",
  /** How many of the policy's spend levels were in force, and are now. */
  spendLevelFrom: "switchyard.spend.level.from",
  spendLevelTo: "switchyard.spend.level.to",
  throttleTo: "switchyard.throttle.to",
} as const;

/** Each tag of an ask is an attribute under this prefix. */
export const TAG_PREFIX = "switchyard.tag.";

/** Names of events on an ask's span. */
export const SPAN_EVENTS = {
  rungEntered: "switchyard.rung.entered",
  budgetDenied: "switchyard.budget.denied",
  answerJudged: "switchyard.answer.judged",
} as const;

/** What every call of a model is, in the convention's words. */
export const CHAT = "chat";

/**
 * The convention's own names of providers, by ours, where the two differ. Any other id is its own
 * name, as the convention has it for providers that it does not list.
 */
const PROVIDER_NAMES: ReadonlyMap<string, string> = new Map([
  ["azure", "azure.ai.openai"],
  ["bedrock", "aws.bedrock"],
  ["google", "gcp.gemini"],
  ["mistral", "mistral_ai"],
  ["vertex", "gcp.vertex_ai"],
  ["xai", "x_ai"],
]);

/** A provider's id as the convention names it. */
export function providerName(provider: string): string {
  return PROVIDER_NAMES.get(provider) ?? provider;
}

/** The model of an endpoint `provider/model@variant#region`, as the convention wants it: bare. */
export function modelName(endpoint: string): string {
  const from = endpoint.indexOf("/") + 1;
  const end = endpoint.slice(from).search(/[@#]/);
  return end === -1 ? endpoint.slice(from) : endpoint.slice(from, from + end);
}
