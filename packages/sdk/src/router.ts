import type { LanguageModelV4 } from "@ai-sdk/provider";
import type { Answer, AnswerStream, AskRequest, Bundle, StreamRequest } from "@switchyard/contract";
import type { Costs } from "@switchyard/journal";
import type { Explanation } from "@switchyard/policy";
import type { RouterHealth } from "./health/router-health.ts";
import type { Feedback } from "./judge/join-feedback.ts";
import type { QualityScore } from "./judge/score-book.ts";
import type { RouterProvider } from "./language-model/create-router-provider.ts";
import type { RouterModelOptions } from "./language-model/router-model-options.ts";
import type { Observation } from "./observe/observe-ask.ts";
import type { UsedModel } from "./observe/used-model.ts";

/**
 * Routes each request by one bundle: that in force when it comes. It keeps breakers, holds, retry
 * budgets and spend between asks.
 */
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
  /**
   * What tasks cost so far, per successful one, by route, intent, segment, model, provider and day,
   * and what was lost to what. The journal of the same events gives the same figures.
   *
   * Throws `ConfigurationError` for a router that was not given `costs`.
   */
  costs(): Costs;
  /**
   * Stops following the policy's source, and sharing what is found out of endpoints with other
   * processes. The bundle in force stays, and asks go on. Idempotent.
   */
  close(): void;
  /** The bundle in force: what the next ask takes. */
  readonly bundle: Bundle;
  /** Its hash, 64 hex digits. */
  readonly policyHash: string;
  /** Events lost because a sink threw, and those that sinks say they dropped. */
  readonly dropped: number;
  /** Ends of reservations that the ledger was not told in time; the events have them. */
  readonly unbooked: number;
  /**
   * Resolves when all that past answers left to do is done: their spend booked or given up,
   * the stores of quotas told of their ends, and
   * their events delivered by the sinks that can tell. Call it before the process freezes or ends.
   * Never rejects.
   */
  flush(): Promise<void>;
}
