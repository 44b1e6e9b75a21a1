import { strict as assert } from "node:assert";
import type { Answer, Usage } from "@switchyard/contract";
import { toMicroseconds } from "../events/event-emitter.ts";
import type { Ascent } from "../climb/ascent.ts";
import type { ClimbState, Ending, StopCause } from "../climb/climb-state.ts";
import { answerWhy } from "./answer-why.ts";
import { stopMessage } from "./stop-message.ts";

const NO_USAGE: Usage = {
  inputTokens: 0,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
};

/** What every answer says of its ask. */
type AskFacts = Pick<
  Answer,
  | "askId"
  | "taskId"
  | "route"
  | "policyHash"
  | "costMicroUsd"
  | "latencyMs"
  | "insideSla"
  | "attempts"
>;

/** A model's answer. */
export function modelAnswer(
  ascent: Ascent,
  state: ClimbState,
  ending: Ending & { readonly kind: "answered" },
  facts: AskFacts,
): Answer {
  const { attempt, response, object } = ending;
  const { endpoint, rung } = attempt;
  return {
    ...facts,
    text: response.text,
    ...(object !== undefined && { object }),
    toolCalls: response.toolCalls,
    finishReason: response.finishReason,
    rung,
    degraded: rung !== "full",
    endpoint: endpoint.id,
    model: endpoint.model,
    provider: endpoint.provider,
    region: endpoint.region,
    verdict: { outcome: "passed", failures: [] },
    unmeasured: endpoint.quality === null,
    usage: response.usage,
    why: answerWhy(ascent, state, attempt),
  };
}

/** The policy's own words, where the ladder ends in them. */
export function staticAnswer(
  ascent: Ascent,
  state: ClimbState,
  cause: StopCause,
  facts: AskFacts,
): Answer {
  const { static: rung } = ascent.policy.ladder;
  assert(rung !== undefined, "The plan ends in a static rung that the policy's ladder lacks.");
  return {
    ...facts,
    text: rung.text,
    toolCalls: [],
    rung: "static",
    degraded: true,
    verdict: { outcome: "unjudged", failures: [] },
    unmeasured: false,
    usage: NO_USAGE,
    why: { code: cause, message: stopMessage(ascent, state, cause) },
    retryAfterMs: rung.retryAfterMs,
  };
}

/** Sums up an ask that ends at an instant of the monotonic clock. */
export function askFacts(
  { askId, taskId, route, request, startedAtMs }: Ascent,
  { history }: ClimbState,
  policyHash: string,
  nowMs: number,
): AskFacts {
  const latencyMs = toMicroseconds(nowMs - startedAtMs);
  return {
    askId,
    taskId,
    route: route.id,
    policyHash,
    costMicroUsd: history.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0),
    latencyMs,
    insideSla: latencyMs <= request.slaMs,
    attempts: history,
  };
}
