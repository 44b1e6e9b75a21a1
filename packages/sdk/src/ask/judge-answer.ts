import { strict as assert } from "node:assert";
import type { Answer, AskRequest } from "@switchyard/contract";
import { planRoute } from "@switchyard/policy";
import type { Ascent } from "../climb/ascent.ts";
import type { Step } from "../climb/step.ts";
import { askPending, type JudgeGate } from "../judge/ask-pending.ts";
import type { JudgeRequest } from "../judge/judge-request.ts";
import type { Judgement } from "../judge/judgement.ts";
import { askRoute, tellReceipt, type AskContext, type Routed } from "./ask-route.ts";

type JudgeStep = Step & { readonly kind: "judge" };

/** Asks the gates that a verdict is pending on, within the time that the ask has left. */
export function judgeAnswer(
  context: AskContext,
  ascent: Ascent,
  request: AskRequest,
  { attempt, response, verdict }: JudgeStep,
): Promise<readonly (Judgement | undefined)[]> {
  const { ports, customGates } = context;
  const { askId, route } = ascent;
  const { intent, risk } = ascent.request;
  const { text, toolCalls } = response;
  const { object } = verdict;
  const about = { askId, route: route.id, intent, risk, text, toolCalls };
  const answer = object === undefined ? about : { ...about, object };
  return askPending(
    verdict.pending,
    { answer, input: request.input },
    {
      clock: ports.clock,
      gates: customGates,
      askJudge: async (gate, asked, timeoutMs) => {
        const judged = { attemptId: attempt.attemptId, timeoutMs };
        return (await askJudge(context, ascent, request, gate, asked, judged)).object;
      },
    },
    ascent.deadlineAtMs,
  );
}

/**
 * A judge is a model that sees the answer, so it stands under the envelope of the ask: same risk,
 * residency and limits of the caller. Its route is an ask of its own, in the events too.
 */
async function askJudge(
  context: AskContext,
  ascent: Ascent,
  { only, exclude, tags, signal }: AskRequest,
  gate: JudgeGate,
  { messages, output }: JudgeRequest,
  judged: { readonly attemptId: string; readonly timeoutMs: number },
): Promise<Answer> {
  const { bundle, ports } = context;
  const route = bundle.policy.routes.find(({ id }) => id === gate.route);
  assert(route !== undefined, `The policy names judge ${gate.route} and has no such route.`);
  const { risk, segment, locale, residency, intent } = ascent.request;
  const slaMs = Math.min(route.limits.latencyMsMax, judged.timeoutMs);
  const request: AskRequest = {
    intent,
    risk,
    segment,
    locale,
    residency,
    slaMs,
    input: messages,
    output,
    ...(only !== undefined && { only }),
    ...(exclude !== undefined && { exclude }),
    ...(signal !== undefined && { signal }),
  };
  const asked = {
    askId: `${judged.attemptId}/${route.id}`,
    taskId: ascent.taskId,
    startedAtMs: ports.clock.nowMs(),
    request: { ...context.classify(request), intent: route.intent ?? intent },
    judgesAskId: ascent.askId,
  };
  tellReceipt(context, asked, tags);
  const epochMs = ports.clock.epochMs();
  const whole = planRoute(bundle, route, asked.request, epochMs);
  const spending = { route: route.id, segment: asked.request.segment };
  const tierDown = ports.spend.tierDown(spending, whole);
  const routed: Routed = {
    ...asked,
    route,
    plan: tierDown === 0 ? whole : planRoute(bundle, route, asked.request, epochMs, tierDown),
    judges: [],
    isPruned: false,
    kept: undefined,
    spend: { budgets: [], tierDown },
  };
  return await askRoute(context, routed, request);
}
