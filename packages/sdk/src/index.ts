export type { CustomGate, CustomGates, GatedAnswer, GateVerdict } from "./judge/custom-gates.ts";
export type { Feedback } from "./judge/join-feedback.ts";
export type { QualityScore, ScoreSource } from "./judge/score-book.ts";
export { type Router } from "./router.ts";
export { type ClassifyRequest } from "./classify/classify-request.ts";
export { createAskClassifier } from "./classify/create-ask-classifier.ts";
export { createRouter, type RouterOptions, type RouterPolicy } from "./create-router.ts";
export { LATENCY_LEVELS_MS } from "./health/latency-levels.ts";
export {
  type BreakerTransition,
  type EndpointStatus,
  type LedgerStatus,
  type QuotaStatus,
  type RouterHealth,
  type RouteStanding,
  type RouteStatus,
  type RungStatus,
} from "./health/router-health.ts";
export { type RungClosure } from "./ladder/rung-state.ts";
export { type RouterProvider } from "./language-model/create-router-provider.ts";
export {
  type RouterCallOptions,
  type RouterModelOptions,
} from "./language-model/router-model-options.ts";
export { type Observation } from "./observe/observe-ask.ts";
export { type UsedModel } from "./observe/used-model.ts";
export { openBundle, type BundleSources } from "./open-bundle.ts";
export { createSystemRng } from "./random.ts";
export { createCallbackSource, type CallbackSource } from "./source/create-callback-source.ts";
export { createFileSource, type FileSourceOptions } from "./source/create-file-source.ts";
export { type PollOptions } from "./source/create-polled-source.ts";
export { type Ticker } from "./source/system-ticker.ts";
export {
  createBatchingSink,
  type BatchingOptions,
  type BatchingSink,
} from "./sinks/create-batching-sink.ts";
export { createCallbackSink, type CallbackSink } from "./sinks/create-callback-sink.ts";
export {
  createWebhookSink,
  WEBHOOK_EVENTS,
  type WebhookFetch,
  type WebhookOptions,
} from "./sinks/create-webhook-sink.ts";
export { createSystemClock } from "./system-clock.ts";
export {
  AskAbortedError,
  BudgetExhaustedError,
  ConfigurationError,
  DeadlineExceededError,
  definePolicy,
  DocumentError,
  formatIssue,
  InvalidRequestError,
  LadderExhaustedError,
  QuotaExhaustedError,
  RouteRefusedError,
  StreamCutError,
  SwitchyardError,
  type Answer,
  type AnswerStream,
  type AnswerStreamPart,
  type AnswerVerdict,
  type AnswerWhy,
  type AskRequest,
  type AttemptKind,
  type AttemptOutcome,
  type AttemptSummary,
  type Bundle,
  type CatalogDocument,
  type Clock,
  type Deadline,
  type DocumentIssue,
  type ErrorCode,
  type EventSink,
  type FailureKind,
  type FilePart,
  type IntentOf,
  type JsonSchema,
  type LedgerPort,
  type Message,
  type ModelCall,
  type ModelFailure,
  type ModelPort,
  type ModelResponse,
  type ModelResult,
  type ModelStreamPart,
  type OutputFormat,
  type Overrides,
  type PolicyInput,
  type PolicyNews,
  type PolicySource,
  type QuotaLimit,
  type QuotaPort,
  type QuotaQuestion,
  type QuotaStanding,
  type Rejection,
  type RequestClass,
  type RequestIssue,
  type RiskOf,
  type Rng,
  type RungName,
  type StreamRequest,
  type SwitchyardEvent,
  type TextPart,
  type Tool,
  type ToolCallPart,
  type ToolChoice,
  type ToolResultPart,
  type Usage,
} from "@switchyard/contract";
export {
  createCostSink,
  createJournalWriter,
  type CostFigures,
  type CostOptions,
  type Costs,
  type CostSink,
  type JournalWriter,
  type JournalWriterOptions,
  type WasteByCause,
  type WasteCause,
} from "@switchyard/journal";
export {
  createMemoryLedger,
  createMemoryQuota,
  type MemoryLedgerOptions,
} from "@switchyard/ledger";
export {
  formatExplanation,
  type Explanation,
  type LoadedBundle,
  type Locate,
} from "@switchyard/policy";
export { createProviders, type ProvidersOptions } from "@switchyard/providers";
