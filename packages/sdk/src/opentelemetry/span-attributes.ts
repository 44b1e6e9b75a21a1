import type { Attributes } from "@opentelemetry/api";
import type {
  AnswerJudgedEvent,
  AskAnsweredEvent,
  AskFailedEvent,
  AskReceivedEvent,
  AttemptEndedEvent,
  AttemptStartedEvent,
  BudgetDeniedEvent,
  RouteDecidedEvent,
} from "@switchyard/contract";
import {
  CHAT,
  GENERAL,
  GEN_AI,
  modelName,
  providerName,
  SWITCHYARD,
  TAG_PREFIX,
} from "./attribute-names.ts";

/** What an ask is, known when it comes in. */
export function askStartAttributes(event: AskReceivedEvent): Attributes {
  const attributes: Attributes = {
    [SWITCHYARD.askId]: event.askId,
    [SWITCHYARD.taskId]: event.taskId,
    [SWITCHYARD.policyHash]: event.bundle,
    [SWITCHYARD.intent]: event.intent,
    [SWITCHYARD.risk]: event.risk,
    [SWITCHYARD.segment]: event.segment,
    [SWITCHYARD.locale]: event.locale,
    [SWITCHYARD.residency]: event.residency,
    [SWITCHYARD.workload]: event.workload,
    [SWITCHYARD.capabilities]: [...event.capabilities],
    [SWITCHYARD.contextTokens]: event.contextTokens,
    [SWITCHYARD.slaMs]: event.slaMs,
  };
  if (event.judgesAskId !== undefined) attributes[SWITCHYARD.judgesAskId] = event.judgesAskId;
  for (const [key, value] of Object.entries(event.tags ?? {}))
    attributes[`${TAG_PREFIX}${key}`] = value;
  return attributes;
}

/** What an ask came to. */
export function askEndAttributes(event: AskAnsweredEvent | AskFailedEvent): Attributes {
  const common = {
    [SWITCHYARD.outcome]: askOutcome(event),
    [SWITCHYARD.costMicroUsd]: event.costMicroUsd,
    [SWITCHYARD.attempts]: event.attempts,
  };
  if (event.type === "ask-failed") return { ...common, ...errorTypeOf(askError(event)) };
  return {
    ...common,
    [SWITCHYARD.route]: event.route,
    [SWITCHYARD.rung]: event.rung,
    [SWITCHYARD.why]: event.why,
    [SWITCHYARD.insideSla]: event.insideSla,
    [SWITCHYARD.unmeasured]: event.unmeasured,
    ...(event.endpoint !== undefined && { [SWITCHYARD.endpoint]: event.endpoint }),
  };
}

/** What an attempt is, known when it starts. */
export function attemptStartAttributes(event: AttemptStartedEvent): Attributes {
  return {
    [GEN_AI.operationName]: CHAT,
    [GEN_AI.providerName]: providerName(event.provider),
    [GEN_AI.requestModel]: modelName(event.endpoint),
    [SWITCHYARD.askId]: event.askId,
    [SWITCHYARD.attemptId]: event.attemptId,
    [SWITCHYARD.attemptKind]: event.kind,
    [SWITCHYARD.policyHash]: event.bundle,
    [SWITCHYARD.route]: event.route,
    [SWITCHYARD.rung]: event.rung,
    [SWITCHYARD.endpoint]: event.endpoint,
    [SWITCHYARD.region]: event.region,
    [SWITCHYARD.timeoutMs]: event.timeoutMs,
  };
}

/** What an attempt came to. */
export function attemptEndAttributes(event: AttemptEndedEvent): Attributes {
  const { usage, status, retryAfterMs, firstTokenMs } = event;
  return {
    [SWITCHYARD.outcome]: event.outcome,
    [SWITCHYARD.costMicroUsd]: event.costMicroUsd,
    ...(firstTokenMs !== undefined && { [GEN_AI.timeToFirstChunk]: firstTokenMs / 1_000 }),
    ...(usage !== undefined && {
      [GEN_AI.inputTokens]: usage.inputTokens,
      [GEN_AI.outputTokens]: usage.outputTokens,
      [GEN_AI.cachedInputTokens]: usage.cachedInputTokens,
      [GEN_AI.cacheWriteTokens]: usage.cacheWriteTokens,
      [GEN_AI.reasoningTokens]: usage.reasoningTokens,
    }),
    ...(status !== undefined && { [GENERAL.httpStatus]: status }),
    ...(retryAfterMs !== undefined && { [SWITCHYARD.retryAfterMs]: retryAfterMs }),
    ...errorTypeOf(attemptError(event)),
  };
}

/** A rung that was entered, as an event of the ask's span. */
export function rungAttributes(event: RouteDecidedEvent): Attributes {
  return {
    [SWITCHYARD.route]: event.route,
    [SWITCHYARD.rung]: event.rung,
    [SWITCHYARD.endpointsOpen]: event.endpoints.length,
    [SWITCHYARD.endpointsRejected]: Object.keys(event.rejected).length,
  };
}

/** A budget that had no room, as an event of the ask's span. */
export function denialAttributes(event: BudgetDeniedEvent): Attributes {
  return {
    [SWITCHYARD.budget]: event.budget,
    [SWITCHYARD.endpoint]: event.endpoint,
    [SWITCHYARD.neededMicroUsd]: event.neededMicroUsd,
    [SWITCHYARD.leftMicroUsd]: event.leftMicroUsd,
  };
}

/** What a route's gates said of an attempt's answer, as an event of the ask's span. */
export function verdictAttributes(event: AnswerJudgedEvent): Attributes {
  return {
    [SWITCHYARD.attemptId]: event.attemptId,
    [SWITCHYARD.verdict]: event.outcome,
    [SWITCHYARD.gatesFailed]: [...event.failed],
    ...(event.score !== undefined && { [SWITCHYARD.score]: event.score }),
  };
}

/** `full` is an answer of rung full, `degraded` one of a lower rung, the static one included. */
export function askOutcome(
  event: AskAnsweredEvent | AskFailedEvent,
): "full" | "degraded" | "failed" | "cancelled" {
  if (event.type === "ask-answered") return event.rung === "full" ? "full" : "degraded";
  return askError(event) === undefined ? "cancelled" : "failed";
}

/** An ask's error. What its caller ended is none. */
export function askError(event: AskAnsweredEvent | AskFailedEvent): string | undefined {
  return event.type === "ask-answered" || event.code === "ask-aborted" ? undefined : event.code;
}

/** Outcomes without an error: what the caller or a faster call ended has not failed. */
const NO_ERROR: ReadonlySet<AttemptEndedEvent["outcome"]> = new Set(["ok", "outrun", "cancelled"]);

/** An attempt's error; undefined: none. */
export function attemptError({ outcome }: AttemptEndedEvent): string | undefined {
  return NO_ERROR.has(outcome) ? undefined : outcome;
}

function errorTypeOf(error: string | undefined): Attributes {
  return error === undefined ? {} : { [GENERAL.errorType]: error };
}
