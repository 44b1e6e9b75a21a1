import {
  AskAbortedError,
  InvalidRequestError,
  RouteRefusedError,
  type Answer,
  type AskRequest,
  type Bundle,
  type Plan,
  type RequestClass,
  type RungName,
  type SwitchyardError,
} from "@switchyard/contract";
import { validateRequest } from "@switchyard/policy";
import { askFacts, modelAnswer, staticAnswer } from "../answer/build-answer.ts";
import { refusalMessage } from "../answer/refusal-message.ts";
import { stopError } from "../answer/stop-error.ts";
import type { ClassifyRequest } from "../classify/classify-request.ts";
import type { CountRequest } from "../classify/request-tokens.ts";
import type { Ascent } from "../climb/ascent.ts";
import type { ClimbState } from "../climb/climb-state.ts";
import { toMicroseconds, type EventFacts } from "../events/event-emitter.ts";
import type { RungBook } from "../ladder/rung-book.ts";
import type { RungVerdict } from "../ladder/rung-state.ts";
import { rungVerdict } from "../ladder/rung-verdict.ts";
import { climbLadder, type Climbed } from "./climb-ladder.ts";
import { createPerformer, type AskPorts } from "./perform-step.ts";

/** What a router keeps for all its asks. */
export interface AskContext {
  readonly bundle: Bundle;
  readonly ports: AskPorts;
  readonly classify: ClassifyRequest;
  readonly countInputMax: CountRequest;
  readonly planRequest: (request: RequestClass, epochMs: number) => Plan;
  readonly rungs: RungBook;
  readonly budgetLines: Ascent["budgetLines"];
  readonly newAskId: () => string;
}

/** What an ask has of its own before it has a route. */
interface Asked {
  readonly askId: string;
  readonly taskId: string;
  readonly startedAtMs: number;
  readonly request: RequestClass;
}

/**
 * Answers one request: validate, classify, plan, climb, answer. Throws `SwitchyardError` for what
 * has no answer. An invalid request leaves no events: it has no class to tell of.
 */
export async function runAsk(context: AskContext, request: AskRequest): Promise<Answer> {
  const { bundle, ports } = context;
  const { clock, events } = ports;
  const startedAtMs = clock.nowMs();
  const issues = validateRequest(bundle.policy, request);
  if (issues.length > 0) throw new InvalidRequestError(issues);

  const askId = context.newAskId();
  const taskId = request.taskId ?? askId;
  const asked: Asked = { askId, taskId, startedAtMs, request: context.classify(request) };
  events.emit(askReceived(asked, request.tags));

  const plan = context.planRequest(asked.request, clock.epochMs());
  const route = bundle.policy.routes.find(({ id }) => id === plan.route);
  if (route === undefined) {
    const message = refusalMessage(bundle.policy, asked.request, plan);
    return fail(context, asked, new RouteRefusedError(message));
  }
  const deadlineAtMs = startedAtMs + request.slaMs;
  const entry = context.rungs.enter(plan, clock.nowMs(), deadlineAtMs);
  const ascent: Ascent = {
    ...asked,
    policy: bundle.policy,
    catalog: bundle.catalog,
    plan: entry.plan,
    closed: entry.closed,
    route,
    ...(request.outputTokensMax !== undefined && { outputTokensMax: request.outputTokensMax }),
    inputTokensMax: context.countInputMax(request),
    expectsJson: request.output !== undefined,
    deadlineAtMs,
    absent: ports.providers.absent,
    budgetLines: context.budgetLines,
  };
  const performer = createPerformer(ports, ascent, request);
  const climbed = await climbLadder(ascent, ports, performer, request.signal);
  const { state, ending } = climbed;
  const verdictOf = (rung: RungName): RungVerdict => rungVerdict(ascent, state, ending, rung);
  context.rungs.leave(entry, verdictOf, clock.nowMs());
  return conclude(context, ascent, climbed, request.signal);
}

function conclude(
  context: AskContext,
  ascent: Ascent,
  { state, ending }: Climbed,
  signal: AbortSignal | undefined,
): Answer {
  const { bundle, ports } = context;
  if (ending.kind === "aborted")
    return fail(context, ascent, new AskAbortedError(signal?.reason), state);
  if (ending.kind === "stopped" && !ascent.plan.endsStatic)
    return fail(context, ascent, stopError(ascent, state, ending.cause), state);

  const facts = askFacts(ascent, state, bundle.hash, ports.clock.nowMs());
  const answer =
    ending.kind === "answered"
      ? modelAnswer(ascent, state, ending, facts)
      : staticAnswer(ascent, state, ending.cause, facts);
  ports.events.emit(askAnswered(answer, ascent.request.slaMs));
  return answer;
}

function fail(
  { ports }: AskContext,
  { askId, taskId, startedAtMs }: Asked,
  error: SwitchyardError,
  state?: ClimbState,
): never {
  const history = state?.history ?? [];
  ports.events.emit({
    type: "ask-failed",
    askId,
    taskId,
    code: error.code,
    message: error.message,
    latencyMs: toMicroseconds(ports.clock.nowMs() - startedAtMs),
    costMicroUsd: history.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0),
    attempts: history.length,
  });
  throw error;
}

function askReceived({ askId, taskId, request }: Asked, tags: AskRequest["tags"]): EventFacts {
  const { intent, risk, segment, locale, residency } = request;
  const { slaMs, contextTokens, workload, capabilities } = request;
  return {
    type: "ask-received",
    askId,
    taskId,
    intent,
    risk,
    segment,
    locale,
    residency,
    slaMs,
    contextTokens,
    workload,
    capabilities,
    ...(tags !== undefined && { tags }),
  };
}

function askAnswered(answer: Answer, slaMs: number): EventFacts {
  const { askId, taskId, route, rung, endpoint } = answer;
  const { latencyMs, insideSla, costMicroUsd, attempts, why, unmeasured } = answer;
  return {
    type: "ask-answered",
    askId,
    taskId,
    route,
    rung,
    ...(endpoint !== undefined && { endpoint }),
    latencyMs,
    slaMs,
    insideSla,
    costMicroUsd,
    attempts: attempts.length,
    why: why.code,
    unmeasured,
  };
}
