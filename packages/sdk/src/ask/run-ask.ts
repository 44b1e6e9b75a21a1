import {
  InvalidRequestError,
  RouteRefusedError,
  type Answer,
  type AskRequest,
  type Plan,
  type Route,
} from "@switchyard/contract";
import { validateRequest } from "@switchyard/policy";
import { fitRequest } from "../context/fit-request.ts";
import type { Pruned } from "../context/prune-turns.ts";
import type { EventEmitter } from "../events/event-emitter.ts";
import { refusalMessage } from "../answer/refusal-message.ts";
import { outputIssue } from "../judge/check-gate-setup.ts";
import { sampleJudges } from "../judge/sample-judges.ts";
import type { SpendAdmission } from "../spend/create-spend-control.ts";
import type { StreamOutlet } from "../stream/create-stream-outlet.ts";
import { keptEndpoint } from "../sticky/kept-endpoint.ts";
import { planKept } from "../sticky/plan-kept.ts";
import {
  askRoute,
  failAsk,
  tellReceipt,
  type Asked,
  type AskContext,
  type Routed,
} from "./ask-route.ts";

/**
 * Answers one request: validate, classify, plan, climb, answer. Throws `SwitchyardError` for what
 * has no answer. An invalid request leaves no events: it has no class to tell of.
 */
export async function runAsk(
  context: AskContext,
  request: AskRequest,
  outlet?: StreamOutlet,
): Promise<Answer> {
  const { bundle, ports, schemas } = context;
  const { clock } = ports;
  const startedAtMs = clock.nowMs();
  const unusable = outputIssue(request.output, schemas);
  const issues = validateRequest(bundle.policy, request).concat(unusable ?? []);
  if (issues.length > 0) throw new InvalidRequestError(issues);

  const askId = context.newAskId();
  const taskId = request.taskId ?? askId;
  const asked: Asked = {
    askId,
    taskId,
    startedAtMs,
    request: context.classify(request),
    judgesAskId: undefined,
  };
  tellReceipt(context, asked, request.tags);

  const now = { nowMs: startedAtMs, epochMs: clock.epochMs() };
  const plan = context.planRequest(asked.request, now.epochMs);
  const { segment } = asked.request;
  const { deferrable = false } = request;
  const admit = (route: Route, whole: Plan): SpendAdmission =>
    ports.spend.admit({ askId, route: route.id, segment, deferrable }, whole);
  const fitted = fitRequest(context, request, asked.request, plan, admit, now);
  if (fitted === undefined) {
    const message = refusalMessage(bundle.policy, asked.request, plan);
    return failAsk(context, asked, new RouteRefusedError(message));
  }
  const { route, pruned, spend } = fitted;
  const kept = keptEndpoint(context, route, request);
  if (pruned !== undefined) tellPruned(ports.events, asked, route, pruned);
  const routed: Routed = {
    ...asked,
    request: fitted.asked,
    route,
    plan: kept === undefined ? fitted.plan : planKept(fitted.plan, kept),
    kept,
    judges: sampleJudges(route.gates, ports.rng, askId),
    isPruned: pruned !== undefined,
    spend,
  };
  return await askRoute(context, routed, fitted.request, outlet);
}

function tellPruned(
  events: EventEmitter,
  { askId, request }: Asked,
  { id, context }: Route,
  { dropped, tokens }: Pruned,
): void {
  events.emit({
    type: "context-pruned",
    askId,
    route: id,
    messagesDropped: dropped,
    tokensBefore: request.contextTokens,
    tokensAfter: tokens,
    tokensMax: context?.pruneToTokens ?? tokens,
  });
}
