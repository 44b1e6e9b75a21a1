import type { LanguageModelV4 } from "@ai-sdk/provider";
import {
  InvalidRequestError,
  type Answer,
  type AnswerStream,
  type AskRequest,
  type Bundle,
  type EventSink,
  type LedgerPort,
  type ModelPort,
  type StreamRequest,
} from "@switchyard/contract";
import {
  createBudgetLines,
  createPlanner,
  explain,
  validateRequest,
  type Explanation,
} from "@switchyard/policy";
import { withLedgerDownPolicy } from "@switchyard/ledger";
import { createBookkeeper } from "./ask/bookkeeper.ts";
import { liveState } from "./ask/live-state.ts";
import { outageEvent } from "./ask/outage-events.ts";
import type { AskPorts } from "./ask/perform-step.ts";
import type { AskContext } from "./ask/ask-route.ts";
import { runAsk } from "./ask/run-ask.ts";
import { createClassifier } from "./classify/classify-request.ts";
import { BOUND, createRequestCounter, ESTIMATE } from "./classify/request-tokens.ts";
import { createTokensMax } from "./classify/tokens-max.ts";
import { createEventEmitter, type EventEmitter } from "./events/event-emitter.ts";
import { createCallPlaces } from "./health/call-places.ts";
import { createHealthReporter } from "./health/create-health-reporter.ts";
import { createEndpointHealth } from "./health/endpoint-health.ts";
import { createRungBook } from "./ladder/rung-book.ts";
import type { RouterHealth } from "./health/router-health.ts";
import type { CustomGates } from "./judge/custom-gates.ts";
import { feedbackIssues, joinFeedback, type Feedback } from "./judge/join-feedback.ts";
import { createRecentAsks } from "./judge/recent-asks.ts";
import type { SchemaChecker } from "./judge/schema-checker.ts";
import { createScoreBook, type QualityScore } from "./judge/score-book.ts";
import { streamAsk } from "./stream/stream-ask.ts";
import { createRouterModel, type RouterModelParts } from "./language-model/create-router-model.ts";
import {
  createRouterProvider,
  type RouterProvider,
} from "./language-model/create-router-provider.ts";
import type { RouterModelOptions } from "./language-model/router-model-options.ts";
import { observeAsk, type Observation } from "./observe/observe-ask.ts";
import type { UsedModel } from "./observe/used-model.ts";

/** Routes requests by one bundle. It keeps breakers, holds, retry budgets and spend between asks. */
export interface Router<Intent extends string = string, Risk extends string = string> {
  /**
   * Answers a request within its `slaMs`, by a model or by the policy's static text; the answer
   * says which, at what cost and why.
   *
   * Throws `InvalidRequestError`, `RouteRefusedError`, `AskAbortedError` and, where the route's
   * ladder has no `static` rung, `LadderExhaustedError`, `DeadlineExceededError` and
   * `BudgetExhaustedError`.
   */
  ask(request: AskRequest<Intent, Risk>): Promise<Answer>;
  /**
   * Asks, and shows the answer as it arrives. Other endpoints are free to take over until the first
   * content is shown; after that the route's `stream.commit` decides. The gates judge the whole
   * text at its end. Throws, from the loop, what `ask` throws and `StreamCutError`.
   */
  stream(request: StreamRequest<Intent, Risk>): AnswerStream;
  /** What an ask would do now, and why, without a call. Throws `InvalidRequestError`. */
  explain(request: AskRequest<Intent, Risk>): Explanation;
  /**
   * Shadow mode: records, as an `ask-observed` event, what the policy would have decided for a
   * request that the application answered by itself, and whether it allows the model that was
   * used. Calls nothing, reserves nothing, and returns what it recorded.
   *
   * Throws `InvalidRequestError` for a request that the policy's domains do not know and for
   * figures that are none: mistakes of the code that calls it, the same on every call. Nothing
   * else reaches the application; a sink that fails is counted in `dropped`.
   */
  observe(request: AskRequest<Intent, Risk>, used: UsedModel): Observation;
  /**
   * The router as a model of the AI SDK, for `generateText`, `streamText` and whatever takes a
   * `LanguageModelV4`. `options` say what a call of the AI SDK cannot: intent, risk, `slaMs`; a
   * call's `providerOptions.switchyard` ({@link RouterCallOptions}) takes the place of any of it.
   *
   * Throws what `ask` throws, when it is called, and the signal's reason when the caller aborts.
   */
  languageModel(options: RouterModelOptions<Intent, Risk>): LanguageModelV4;
  /** Several such models by name, for the AI SDK's `createProviderRegistry`. */
  provider<Name extends string>(
    models: Readonly<Record<Name, RouterModelOptions<Intent, Risk>>>,
  ): RouterProvider<Name>;
  /**
   * How the router stands: breakers, holds, observed latencies, open rungs, budgets. Plain JSON, for
   * a health page. Asks the ledger, and waits for it; a ledger that fails is part of the report.
   */
  health(): Promise<RouterHealth>;
  /**
   * Tells how an answer did, once it is known: it counts for the route and the model that gave it.
   * False where the ask is not remembered: the last 10,000 are. Throws `InvalidRequestError`.
   */
  feedback(feedback: Feedback): boolean;
  /** Quality as observed here, per route, model and source, in that order. */
  scores(): readonly QualityScore[];
  readonly bundle: Bundle;
  /** Events lost because a sink threw, and those that sinks say they dropped. */
  readonly dropped: number;
  /** Ends of reservations that the ledger was not told in time; the events have them. */
  readonly unbooked: number;
  /**
   * Resolves when all that past answers left to do is done: their spend booked or given up, and
   * their events delivered by the sinks that can tell. Call it before the process freezes or ends.
   * Never rejects.
   */
  flush(): Promise<void>;
}

/** What a router is made of, all chosen. */
export interface RouterParts extends Pick<AskPorts, "clock" | "rng" | "providers" | "countTokens"> {
  readonly ledger: LedgerPort;
  /** Given each end of a reservation that is being booked. */
  readonly waitUntil?: (pending: Promise<void>) => void;
  readonly bundle: Bundle;
  readonly sinks: readonly EventSink[];
  readonly newAskId: () => string;
  readonly schemas: SchemaChecker;
  readonly customGates: CustomGates;
}

/** Joins the parts of a router, and tells that its policy is in force. */
export function assembleRouter(parts: RouterParts): Router {
  const { bundle, clock, rng, providers, countTokens } = parts;
  const { policy } = bundle;
  const events = createEventEmitter(parts.sinks, clock, bundle.hash);
  const reporter = createHealthReporter();
  const health = createEndpointHealth(policy.defaults, (change) => {
    reporter.note(change, clock.epochMs());
    events.emit({ type: "breaker-changed", ...change });
  });
  const scores = createScoreBook();
  const recentAsks = createRecentAsks();
  const rungs = createRungBook(policy, (news) => events.emit({ type: "rung-changed", ...news }));
  const { ledger, books } = openBooks(parts, events);
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
  };
  const context: AskContext = {
    bundle,
    ports,
    classify: createClassifier(policy, createRequestCounter(countTokens, ESTIMATE)),
    countInputMax: createRequestCounter(createTokensMax(countTokens), BOUND),
    planRequest: createPlanner(bundle),
    rungs,
    budgetLines: createBudgetLines(policy),
    newAskId: parts.newAskId,
    schemas: parts.schemas,
    customGates: parts.customGates,
    recentAsks,
  };
  const modelParts: RouterModelParts = {
    ask: (request) => runAsk(context, request),
    stream: (request) => streamAsk(context, request),
    epochMs: () => clock.epochMs(),
  };
  tellPolicy(events, bundle, providers);
  return {
    ask: modelParts.ask,
    stream: modelParts.stream,
    explain: (request) => explainAsk(context, request),
    feedback: (feedback) => receiveFeedback(context, feedback),
    scores: () => scores.read(),
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

function openBooks(
  { bundle, clock, waitUntil, ledger: given }: RouterParts,
  events: EventEmitter,
): Pick<AskPorts, "ledger" | "books"> {
  const { budgets } = bundle.policy;
  const ledger = withLedgerDownPolicy({
    ledger: given,
    clock,
    onLedgerDown: (budgetId) =>
      budgets.find(({ id }) => id === budgetId)?.onLedgerDown ?? { kind: "fail-closed" },
    onNotice: (notice) => events.emit(outageEvent(notice, budgets)),
  });
  const books = createBookkeeper({ ledger, clock, events, ...(waitUntil && { waitUntil }) });
  return { ledger, books };
}

function tellPolicy(events: EventEmitter, { policy, hash }: Bundle, { absent }: ModelPort): void {
  const { name, version } = policy;
  events.emit({ type: "policy-loaded", bundleHash: hash, name, version, absent });
}

function receiveFeedback({ ports, recentAsks }: AskContext, feedback: Feedback): boolean {
  const issues = feedbackIssues(feedback);
  if (issues.length > 0) throw new InvalidRequestError(issues);
  const joined = joinFeedback(recentAsks, feedback);
  if (joined.kind === "joined") ports.scores.record(joined.record);
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

function explainAsk({ bundle, ports, classify }: AskContext, request: AskRequest): Explanation {
  const issues = validateRequest(bundle.policy, request);
  if (issues.length > 0) throw new InvalidRequestError(issues);
  const state = liveState(ports, request.slaMs);
  return explain(bundle, classify(request), state, ports.clock.epochMs());
}
