import {
  ConfigurationError,
  InvalidRequestError,
  type AskRequest,
  type Bundle,
  type Clock,
  type EventSink,
  type Plan,
  type Policy,
  type Route,
  type LedgerPort,
  type QuotaPort,
} from "@switchyard/contract";
import type { Costs, CostSink } from "@switchyard/journal";
import {
  createBudgetLines,
  createPlanner,
  explain,
  validateRequest,
  type Explanation,
} from "@switchyard/policy";
import { withLedgerDownPolicy, withQuotaDownPolicy } from "@switchyard/ledger";
import { createBookkeeper } from "./ask/bookkeeper.ts";
import { liveState } from "./ask/live-state.ts";
import { outageEvent, quotaEvent } from "./ask/outage-events.ts";
import type { AskPorts } from "./ask/perform-step.ts";
import type { AskContext } from "./ask/ask-route.ts";
import { runAsk } from "./ask/run-ask.ts";
import { createClassifier } from "./classify/classify-request.ts";
import { BOUND, createRequestCounter, ESTIMATE } from "./classify/request-tokens.ts";
import { createTokensMax } from "./classify/tokens-max.ts";
import { createContextPruner } from "./context/create-context-pruner.ts";
import { fitRequest } from "./context/fit-request.ts";
import { createEventEmitter, type EventEmitter } from "./events/event-emitter.ts";
import { createCallPlaces } from "./health/call-places.ts";
import { createHealthReporter, type HealthReporter } from "./health/create-health-reporter.ts";
import { createEndpointHealth, type EndpointHealth } from "./health/endpoint-health.ts";
import { createRungBook } from "./ladder/rung-book.ts";
import { createConversationBook } from "./sticky/create-conversation-book.ts";
import { explainSticky } from "./sticky/explain-sticky.ts";
import type { CustomGates } from "./judge/custom-gates.ts";
import { feedbackIssues, joinFeedback, type Feedback } from "./judge/join-feedback.ts";
import { createRecentAsks } from "./judge/recent-asks.ts";
import type { SchemaChecker } from "./judge/schema-checker.ts";
import { createScoreBook } from "./judge/score-book.ts";
import { createSpendControl, type SpendAdmission } from "./spend/create-spend-control.ts";
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
  /** Absent: costs are not kept. */
  readonly costs?: CostSink;
  readonly newAskId: () => string;
  readonly schemas: SchemaChecker;
  readonly customGates: CustomGates;
}

/** Joins the parts of a router, and tells that its policy is in force. */
export function assembleRouter(parts: RouterParts): Router {
  const { bundle, clock, rng, providers, countTokens, costs } = parts;
  const events = openEvents(parts);
  const reporter = createHealthReporter();
  const health = watchedHealth(bundle.policy, clock, reporter, events);
  const scores = createScoreBook();
  const recentAsks = createRecentAsks();
  const countRequest = createRequestCounter(countTokens, ESTIMATE);
  const pruner = createContextPruner(bundle.policy, countRequest, events);
  const rungs = createRungBook(bundle.policy, (news) =>
    events.emit({ type: "rung-changed", ...news }),
  );
  const { ledger, books, quota } = openBooks(parts, events);
  const ports: AskPorts = {
    clock,
    rng,
    providers,
    ledger,
    books,
    health,
    places: createCallPlaces(bundle.catalog, clock),
    events,
    countTokens,
    scores,
    pruner,
    spend: createSpendControl({ policy: bundle.policy, ledger, clock, rng, events }),
    quota,
  };
  const context: AskContext = {
    bundle,
    ports,
    classify: createClassifier(bundle.policy, countRequest),
    countInputMax: createRequestCounter(createTokensMax(countTokens), BOUND),
    planRequest: createPlanner(bundle),
    pruner,
    rungs,
    budgetLines: createBudgetLines(bundle.policy),
    newAskId: parts.newAskId,
    schemas: parts.schemas,
    customGates: parts.customGates,
    recentAsks,
    conversations: createConversationBook(),
  };
  const modelParts = modelPartsOf(context);
  return {
    ask: modelParts.ask,
    stream: modelParts.stream,
    explain: (request) => explainAsk(context, request),
    feedback: (feedback) => receiveFeedback(context, feedback),
    scores: () => scores.read(),
    costs: () => readCosts(costs),
    languageModel: (options) =>
      createRouterModel(modelParts, `${options.intent}/${options.risk}`, options),
    provider: (models) => createRouterProvider(modelParts, models),
    observe: (request, used) => observeAsk(context, request, used),
    health: () =>
      reporter.report(
        { bundle, clock, ledger, health, rungs, providers, planRequest: context.planRequest },
        { droppedEvents: events.dropped, unbooked: books.unbooked },
      ),
    bundle,
    get dropped() {
      return events.dropped;
    },
    get unbooked() {
      return books.unbooked;
    },
    flush: () => books.flush().then(events.flush),
  };
}

function watchedHealth(
  { defaults }: Policy,
  clock: Clock,
  reporter: HealthReporter,
  events: EventEmitter,
): EndpointHealth {
  return createEndpointHealth(defaults, (change) => {
    reporter.note(change, clock.epochMs());
    events.emit({ type: "breaker-changed", ...change });
  });
}

function modelPartsOf(context: AskContext): RouterModelParts {
  const { clock } = context.ports;
  return {
    ask: (request) => runAsk(context, request),
    stream: (request) => streamAsk(context, request),
    epochMs: () => clock.epochMs(),
  };
}

/** Costs are kept by a sink like any other. */
function openEvents({ sinks, costs, clock, bundle, providers }: RouterParts): EventEmitter {
  const all = costs === undefined ? sinks : [...sinks, costs];
  const events = createEventEmitter(all, clock, bundle.hash);
  const { name, version } = bundle.policy;
  const { absent } = providers;
  events.emit({ type: "policy-loaded", bundleHash: bundle.hash, name, version, absent });
  return events;
}

function openBooks(
  { bundle, clock, waitUntil, ledger: given, quota: givenQuota }: RouterParts,
  events: EventEmitter,
): Pick<AskPorts, "ledger" | "books" | "quota"> {
  const { budgets } = bundle.policy;
  const ledger = withLedgerDownPolicy({
    ledger: given,
    clock,
    onLedgerDown: (budgetId) =>
      budgets.find(({ id }) => id === budgetId)?.onLedgerDown ?? { kind: "fail-closed" },
    onNotice: (notice) => events.emit(outageEvent(notice, budgets)),
  });
  const books = createBookkeeper({ ledger, clock, events, ...(waitUntil && { waitUntil }) });
  const quota = withQuotaDownPolicy({
    quota: givenQuota,
    clock,
    onNotice: (notice) => events.emit(quotaEvent(notice)),
  });
  return { ledger, books, quota };
}

function receiveFeedback({ ports, recentAsks }: AskContext, feedback: Feedback): boolean {
  const issues = feedbackIssues(feedback);
  if (issues.length > 0) throw new InvalidRequestError(issues);
  const joined = joinFeedback(recentAsks, feedback);
  if (joined.kind === "joined") {
    ports.scores.record(joined.record);
    if (joined.ask.isPruned) ports.pruner.score(joined.record, ports.clock.nowMs());
  }
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
  return explainSticky(context, explanation, request);
}
