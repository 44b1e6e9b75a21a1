import {
  AskAbortedError,
  StreamCutError,
  type Answer,
  type AskRequest,
  type RequestClass,
  type RungName,
  type SwitchyardError,
} from "@switchyard/contract";
import { askFacts, modelAnswer, staticAnswer } from "../answer/build-answer.ts";
import { failuresInWords } from "../answer/failures-in-words.ts";
import type { StreamOutlet } from "../stream/create-stream-outlet.ts";
import { stopError } from "../answer/stop-error.ts";
import { unableMessage } from "../answer/stop-message.ts";
import type { CountRequest } from "../classify/request-tokens.ts";
import type { FittingParts } from "../context/fit-request.ts";
import type { Ascent } from "../climb/ascent.ts";
import type { ClimbState, StopCause } from "../climb/climb-state.ts";
import { askClass } from "../events/ask-class.ts";
import { toMicroseconds, type EventFacts } from "../events/event-emitter.ts";
import type { CustomGates } from "../judge/custom-gates.ts";
import type { RecentAsk, RecentAsks } from "../judge/recent-asks.ts";
import type { SchemaChecker } from "../judge/schema-checker.ts";
import { enterQuota, leaveQuota, quotaLimits } from "../quota/quota-gate.ts";
import type { RungBook } from "../ladder/rung-book.ts";
import type { RungVerdict } from "../ladder/rung-state.ts";
import { rungVerdict } from "../ladder/rung-verdict.ts";
import { tierLowered } from "../spend/tier-lowered.ts";
import type { ConversationBook } from "../sticky/create-conversation-book.ts";
import { keepEndpoint } from "../sticky/kept-endpoint.ts";
import { climbLadder, type Climbed } from "./climb-ladder.ts";
import { judgeAnswer } from "./judge-answer.ts";
import { createPerformer, type AskPorts, type JudgeAnswer } from "./perform-step.ts";

/** What a router keeps for all its asks. */
export interface AskContext extends FittingParts {
  readonly ports: AskPorts;
  readonly countInputMax: CountRequest;
  readonly rungs: RungBook;
  readonly budgetLines: Ascent["budgetLines"];
  readonly newAskId: () => string;
  readonly schemas: SchemaChecker;
  readonly customGates: CustomGates;
  readonly recentAsks: RecentAsks;
  readonly conversations: ConversationBook;
}

/** What an ask has of its own before it has a route. */
export interface Asked {
  readonly askId: string;
  readonly taskId: string;
  readonly startedAtMs: number;
  readonly request: RequestClass;
  /** On an ask of the router's own: the ask whose answer it judges. */
  readonly judgesAskId: string | undefined;
}

/** An ask that a route has taken. */
export interface Routed
  extends Asked, Pick<Ascent, "route" | "plan" | "judges" | "isPruned" | "spend" | "kept"> {}

/** Climbs the route's ladder, and ends the ask in an answer or a typed error. */
export async function askRoute(
  context: AskContext,
  routed: Routed,
  request: AskRequest,
  outlet?: StreamOutlet,
): Promise<Answer> {
  const { bundle, ports } = context;
  const { output, outputTokensMax, signal } = request;
  const deadlineAtMs = routed.startedAtMs + request.slaMs;
  const limits = routed.spend.refusal === undefined ? quotaLimits(routed.route) : undefined;
  const denied = limits && (await enterQuota(context, routed, limits, outputTokensMax));
  const refusal = routed.spend.refusal ?? denied;
  const entry = context.rungs.enter(routed.plan, ports.clock.nowMs(), deadlineAtMs);
  const ascent: Ascent & Asked = {
    askId: routed.askId,
    taskId: routed.taskId,
    judgesAskId: routed.judgesAskId,
    policy: bundle.policy,
    catalog: bundle.catalog,
    plan: entry.plan,
    closed: entry.closed,
    route: routed.route,
    request: routed.request,
    inputTokensMax: context.countInputMax(request),
    outputTokensMax,
    output,
    streams: outlet !== undefined,
    schemas: context.schemas,
    judges: routed.judges,
    isPruned: routed.isPruned,
    kept: routed.kept,
    spend: routed.spend,
    refusal,
    startedAtMs: routed.startedAtMs,
    deadlineAtMs,
    absent: ports.providers.absent,
    budgetLines: context.budgetLines,
  };
  const lowered = refusal === undefined ? tierLowered(ascent) : undefined;
  if (lowered !== undefined) ports.events.emit(lowered);
  const judge: JudgeAnswer = (step) => judgeAnswer(context, ascent, request, step);
  const performer = createPerformer(ports, ascent, request, judge, outlet);
  const climbed = await climbLadder(ascent, ports, performer, signal);
  const { state, ending } = climbed;
  const verdictOf = (rung: RungName): RungVerdict => rungVerdict(ascent, state, ending, rung);
  context.rungs.leave(entry, verdictOf, ports.clock.nowMs());
  if (refusal === undefined) {
    ports.spend.spend(ascent.route.id, ascent.spend, costOf(state));
    if (limits !== undefined) leaveQuota(ports, ascent, state.tokens);
  }
  const answer = conclude(context, ascent, climbed, signal, outlet?.text ?? "");
  keepEndpoint(context, routed.route, request, answer);
  return answer;
}

function conclude(
  context: AskContext,
  ascent: Ascent & Asked,
  { state, ending }: Climbed,
  signal: AbortSignal | undefined,
  shownText: string,
): Answer {
  const { bundle, ports } = context;
  if (ending.kind === "aborted")
    return failAsk(context, ascent, new AskAbortedError(signal?.reason), state);
  if (ending.kind === "cut") {
    const unable =
      ending.unable === undefined ? "" : ` ${unableMessage(ascent, state, ending.unable)}`;
    const message = `The answer broke off after its beginning was shown, after ${failuresInWords(state.history)}.${unable}`;
    return failAsk(context, ascent, new StreamCutError(message, shownText, state.history), state);
  }
  if (ending.kind === "stopped" && !ascent.plan.endsStatic)
    return failAsk(context, ascent, stopError(ascent, state, ending.cause), state, ending.cause);

  const facts = askFacts(ascent, state, bundle.hash, ports.clock.nowMs());
  const answer =
    ending.kind === "answered"
      ? modelAnswer(ascent, state, ending, facts)
      : staticAnswer(ascent, state, ending.cause, facts);
  ports.events.emit(askAnswered(answer, ascent));
  if (ascent.judgesAskId === undefined) context.recentAsks.add(recentAsk(ascent, answer));
  return answer;
}

function recentAsk(
  { request, isPruned }: Asked & Pick<Ascent, "isPruned">,
  { askId, taskId, route, model }: Answer,
): RecentAsk {
  const { intent } = request;
  return { askId, taskId, route, intent, isPruned, ...(model !== undefined && { model }) };
}

function costOf({ history }: Pick<ClimbState, "history">): number {
  return history.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0);
}

/** Tells that an ask has no answer, and throws why. */
export function failAsk(
  { ports }: AskContext,
  { askId, taskId, startedAtMs, judgesAskId }: Asked,
  error: SwitchyardError,
  state?: ClimbState,
  why?: StopCause,
): never {
  const { history } = state ?? { history: [] };
  ports.events.emit({
    type: "ask-failed",
    askId,
    taskId,
    code: error.code,
    message: error.message,
    ...(why !== undefined && { why }),
    latencyMs: toMicroseconds(ports.clock.nowMs() - startedAtMs),
    costMicroUsd: costOf({ history }),
    attempts: history.length,
    ...(judgesAskId !== undefined && { judgesAskId }),
  });
  throw error;
}

/** Tells that a request came in. */
export function tellReceipt(
  { ports }: Pick<AskContext, "ports">,
  asked: Asked,
  tags: AskRequest["tags"],
): void {
  const { request, judgesAskId } = asked;
  const { workload, capabilities } = request;
  ports.events.emit({
    ...askClass(asked, request),
    type: "ask-received",
    workload,
    capabilities,
    ...(judgesAskId !== undefined && { judgesAskId }),
    ...(tags !== undefined && { tags }),
  });
}

function askAnswered(answer: Answer, ascent: Ascent & Asked): EventFacts {
  const { request, judgesAskId } = ascent;
  const { askId, taskId, route, rung, endpoint, continuedFrom } = answer;
  const { latencyMs, insideSla, costMicroUsd, attempts, why, unmeasured } = answer;
  return {
    type: "ask-answered",
    askId,
    taskId,
    route,
    rung,
    latencyMs,
    slaMs: request.slaMs,
    insideSla,
    costMicroUsd,
    attempts: attempts.length,
    why: why.code,
    unmeasured,
    ...(endpoint !== undefined && { endpoint, ...contextOver(ascent) }),
    ...(continuedFrom !== undefined && { continuedFrom }),
    ...(judgesAskId !== undefined && { judgesAskId }),
  };
}

/** What a request has beyond the size that its route prunes its risk to. */
function contextOver({ route, request }: Ascent): { readonly contextTokensOver?: number } {
  const { context } = route;
  if (context === undefined || request.contextTokens <= context.pruneToTokens) return {};
  if (!context.risks.includes(request.risk)) return {};
  return { contextTokensOver: request.contextTokens - context.pruneToTokens };
}
