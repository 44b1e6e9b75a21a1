import {
  ConfigurationError,
  InvalidRequestError,
  type AskRequest,
  type Bundle,
  type EventSink,
  type HealthPort,
  type Plan,
  type Route,
  type LedgerPort,
  type QuotaPort,
} from "@switchyard/contract";
import type { Costs, CostSink } from "@switchyard/journal";
import { explain, validateRequest, type Explanation } from "@switchyard/policy";
import { liveState } from "./ask/live-state.ts";
import type { AskPorts } from "./ask/perform-step.ts";
import type { AskContext } from "./ask/ask-route.ts";
import { runAsk } from "./ask/run-ask.ts";
import { fitRequest } from "./context/fit-request.ts";
import { explainClosed } from "./ladder/explain-closed.ts";
import { explainQuota } from "./quota/explain-quota.ts";
import { explainSticky } from "./sticky/explain-sticky.ts";
import type { CustomGates } from "./judge/custom-gates.ts";
import { feedbackIssues, joinFeedback, type Feedback } from "./judge/join-feedback.ts";
import { noteScore } from "./judge/note-score.ts";
import type { SchemaChecker } from "./judge/schema-checker.ts";
import { createLiveContext, type LiveContext } from "./source/live-context.ts";
import { followSource, type FollowedSource } from "./source/follow-source.ts";
import type { SpendAdmission } from "./spend/create-spend-control.ts";
import { streamAsk } from "./stream/stream-ask.ts";
import { createRouterModel, type RouterModelParts } from "./language-model/create-router-model.ts";
import { createRouterProvider } from "./language-model/create-router-provider.ts";
import { observeAsk } from "./observe/observe-ask.ts";
import type { Router } from "./router.ts";

/** What a router is made of, all chosen. */
export interface RouterParts extends Pick<AskPorts, "clock" | "rng" | "providers" | "countTokens"> {
  readonly ledger: LedgerPort;
  readonly quota: QuotaPort;
  /** Given each end of a reservation that is being booked. */
  readonly waitUntil?: (pending: Promise<void>) => void;
  readonly bundle: Bundle;
  readonly sinks: readonly EventSink[];
  /** Absent: what is found out of endpoints is not shared. */
  readonly health?: HealthPort;
  /** Absent: costs are not kept. */
  readonly costs?: CostSink;
  readonly newAskId: () => string;
  readonly schemas: SchemaChecker;
  readonly customGates: CustomGates;
  /** Where other bundles come from. Absent: the first stays. */
  readonly followed?: FollowedSource;
}

/** Joins the parts of a router, and tells that its policy is in force. */
export function assembleRouter(parts: RouterParts): Router {
  const { costs, followed } = parts;
  const live = createLiveContext(parts);
  const { events, books, scores, quota } = live.current.ports;
  const modelParts = modelPartsOf(live);
  const stopFollowing = followed === undefined ? () => {} : followSource(followed, live);
  return {
    ask: modelParts.ask,
    stream: modelParts.stream,
    explain: (request) =>
      explainQuota(live.quotas, live.current.bundle.policy, explainAsk(live.current, request)),
    feedback: (feedback) => receiveFeedback(live.current, feedback),
    scores: () => scores.read(),
    costs: () => readCosts(costs),
    languageModel: (options) =>
      createRouterModel(modelParts, `${options.intent}/${options.risk}`, options),
    provider: (models) => createRouterProvider(modelParts, models),
    observe: (request, used) => observeAsk(live.current, request, used),
    health: () => {
      const { bundle, ports, rungs, planRequest } = live.current;
      return live.reporter.report(
        { ...ports, bundle, rungs, planRequest },
        { droppedEvents: events.dropped, unbooked: books.unbooked },
      );
    },
    close: () => {
      stopFollowing();
      live.leave();
    },
    get bundle() {
      return live.current.bundle;
    },
    get policyHash() {
      return live.current.bundle.hash;
    },
    get dropped() {
      return events.dropped;
    },
    get unbooked() {
      return books.unbooked;
    },
    flush: () => Promise.all([books.flush(), quota.flush()]).then(events.flush),
  };
}

function modelPartsOf(live: LiveContext): RouterModelParts {
  const { clock } = live.current.ports;
  return {
    ask: (request) => runAsk(live.current, request),
    stream: (request) => streamAsk(live.current, request),
    epochMs: () => clock.epochMs(),
  };
}

function receiveFeedback({ ports, recentAsks }: AskContext, feedback: Feedback): boolean {
  const issues = feedbackIssues(feedback);
  if (issues.length > 0) throw new InvalidRequestError(issues);
  const joined = joinFeedback(recentAsks, feedback);
  if (joined.kind === "joined") noteScore(ports, joined.record, joined.ask.isPruned);
  const { success, score, ...subject } = feedback;
  const ask = joined.kind === "unknown" ? undefined : joined.ask;
  const { route, model } = ask ?? {};
  ports.events.emit({
    type: "feedback-received",
    ...(ask === undefined ? subject : { askId: ask.askId, taskId: ask.taskId }),
    ...(success !== undefined && { success }),
    ...(score !== undefined && { score }),
    ...(route !== undefined && { route }),
    ...(model !== undefined && { model }),
  });
  return joined.kind !== "unknown";
}

function readCosts(costs: CostSink | undefined): Costs {
  if (costs !== undefined) return costs.read();
  throw new ConfigurationError(
    "This router keeps no costs. Give it a sink: createRouter({ …, costs: createCostSink() }).",
  );
}

function explainAsk(context: AskContext, request: AskRequest): Explanation {
  const { bundle, ports } = context;
  const issues = validateRequest(bundle.policy, request);
  if (issues.length > 0) throw new InvalidRequestError(issues);
  const state = liveState(ports, request.slaMs);
  const epochMs = ports.clock.epochMs();
  const asked = context.classify(request);
  const plan = context.planRequest(asked, epochMs);
  const { segment } = asked;
  const admit = ({ id }: Route, whole: Plan): SpendAdmission => ({
    budgets: [],
    tierDown: ports.spend.tierDown({ route: id, segment }, whole),
  });
  const now = { nowMs: ports.clock.nowMs(), epochMs };
  const fitted = fitRequest(context, request, asked, plan, admit, now);
  const tierDown = fitted?.spend.tierDown;
  const explanation = explain(bundle, fitted?.asked ?? asked, state, epochMs, tierDown);
  const sticky = explainSticky(context, explanation, request);
  return explainClosed(context.rungs, fitted?.plan ?? plan, sticky, now.nowMs);
}
