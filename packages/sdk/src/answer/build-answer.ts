import { strict as assert } from "node:assert";
import type { Answer, AnswerVerdict, AnswerWhy } from "@switchyard/contract";
import { toMicroseconds } from "../events/event-emitter.ts";
import type { Ascent } from "../climb/ascent.ts";
import type { Verdict } from "../judge/verdict.ts";
import type { ClimbState, Ending, StopCause } from "../climb/climb-state.ts";
import { answerWhy } from "./answer-why.ts";
import { closedInWords } from "./closed-in-words.ts";
import { stopMessage } from "./stop-message.ts";
import { NO_USAGE } from "../climb/settlement.ts";

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
  const { attempt, response, verdict } = ending;
  const { endpoint, rung, continues } = attempt;
  // Written out, and what may be absent last: a spread before other fields costs more than they do.
  return {
    askId: facts.askId,
    taskId: facts.taskId,
    route: facts.route,
    policyHash: facts.policyHash,
    costMicroUsd: facts.costMicroUsd,
    latencyMs: facts.latencyMs,
    insideSla: facts.insideSla,
    attempts: facts.attempts,
    text: response.text,
    toolCalls: response.toolCalls,
    finishReason: response.finishReason,
    rung,
    degraded: rung !== "full",
    endpoint: endpoint.id,
    model: endpoint.model,
    provider: endpoint.provider,
    region: endpoint.region,
    verdict: answerVerdict(verdict),
    unmeasured: endpoint.quality === null,
    usage: response.usage,
    why: answerWhy(ascent, state, attempt),
    ...(verdict.object !== undefined && { object: verdict.object }),
    ...(continues !== undefined && { continuedFrom: continues.from }),
  };
}

function answerVerdict({ outcome, score, scoredBy, failures }: Verdict): AnswerVerdict {
  return {
    outcome,
    ...(scoredBy !== undefined && { score }),
    failures: failures.map(({ message }) => message),
  };
}

/** The policy's own words, where the ladder ends in them. */
export function staticAnswer(
  ascent: Ascent,
  state: ClimbState,
  cause: StopCause,
  facts: AskFacts,
): Answer {
  const { policy, refusal } = ascent;
  const { static: rung } = policy.ladder;
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
    why: staticWhy(ascent, state, cause),
    retryAfterMs: refusal?.cause === "quota" ? refusal.retryAfterMs : rung.retryAfterMs,
  };
}

/** Whether the rungs that could have called a model are closed, all of them, is a cause of its own. */
function staticWhy(ascent: Ascent, state: ClimbState, cause: StopCause): AnswerWhy {
  const { closed, plan } = ascent;
  const closures = closedInWords(ascent, "static");
  const isAllClosed =
    ascent.refusal === undefined &&
    closed.length > 0 &&
    plan.rungs.every((rung) => rung.endpoints.length === 0);
  if (isAllClosed)
    return {
      code: "rungs-closed",
      message: `Every rung of route ${ascent.route.id} that calls a model is closed.${closures}`,
    };
  return { code: cause, message: stopMessage(ascent, state, cause) + closures };
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
