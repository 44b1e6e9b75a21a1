export {
  APIS,
  LIFECYCLES,
  CAPABILITIES,
  REASONING_EFFORTS,
  CatalogDocument,
  type Api,
  type Lifecycle,
  type Capability,
  MODEL_CAPABILITIES,
  type ModelCapability,
  type ReasoningEffort,
  type EndpointDocument,
  type ProviderDocument,
  type LatencyDocument,
  type PriceDocument,
  type ModelDocument,
} from "./documents/catalog-document.ts";
export { type GateDocument } from "./documents/gate-document.ts";
export { definePolicy, type IntentOf, type RiskOf } from "./documents/define-policy.ts";
export {
  BUDGET_WINDOWS,
  FAILURE_DOMAINS,
  BudgetDocument,
  BudgetInput,
  BudgetDefaultsDocument,
  SpendDocument,
  LadderDocument,
  LadderInput,
  ContingencyDocument,
  RolloutDocument,
  type BudgetScope,
  type BudgetWindow,
  type ModelRungDocument,
  type FailureDomain,
  type GuardDocument,
} from "./documents/operations-document.ts";
export {
  RETRYABLE_KINDS,
  PolicyDocument,
  PolicyInput,
  type DomainsDocument,
  type EnvelopeDocument,
  type RetryableKind,
  type DefaultsDocument,
  type IntendedGapDocument,
  type SuppressionDocument,
} from "./documents/policy-document.ts";
export {
  DurationText,
  MoneyText,
  PercentText,
  Id,
  Fraction,
  Count,
  DateText,
} from "./documents/quantities.ts";
export {
  RUNGS,
  ORDER_KEYS,
  RouteDocument,
  RouteInput,
  RouteDefaultsDocument,
  type RungName,
  type OrderKey,
  type MatchDocument,
  type LimitsDocument,
  type RequiresDocument,
  type EscalateDocument,
  type QuotaDocument,
} from "./documents/route-document.ts";
export { type SourcePosition, type Bundle } from "./bundle/bundle.ts";
export {
  type ProviderEndpoint,
  type Provider,
  type RateTier,
  type DatedPrice,
  type Model,
  type Catalog,
  type Endpoint,
} from "./bundle/catalog.ts";
export {
  REJECTION_CODES,
  type Overrides,
  type RequestClass,
  type RejectionCode,
  type Operand,
  type Reason,
  type Rejection,
  type PlannedEndpoint,
  type PlannedRung,
  type Plan,
  type DecisionState,
  type Decision,
} from "./bundle/decision.ts";
export {
  NAMED_SCHEMAS,
  type NamedSchema,
  type Gate,
  type RouteMatch,
  type RouteLimits,
  type Route,
  type Budget,
  type ModelRung,
  type Ladder,
  type BreakerSettings,
  type PolicyDefaults,
  type Spend,
  type Contingency,
  type Guard,
  type Rollout,
  type Policy,
} from "./bundle/policy.ts";
export {
  type AskRequest,
  type AnswerWhy,
  type AttemptKind,
  type AttemptOutcome,
  type AttemptSummary,
  type Answer,
  type AnswerVerdict,
} from "./request/ask.ts";
export {
  type AnswerStream,
  type AnswerStreamPart,
  type StreamRequest,
} from "./request/answer-stream.ts";
export {
  FAILURE_KINDS,
  type FailureKind,
  type FailureRule,
  type ModelFailure,
} from "./request/failure.ts";
export {
  type TextPart,
  type FilePart,
  type ToolCallPart,
  type ToolResultPart,
  type Message,
  type JsonSchema,
  type Tool,
  type ToolChoice,
  type OutputFormat,
} from "./request/message.ts";
export {
  FINISH_REASONS,
  type Usage,
  type ModelRequest,
  type ModelCall,
  type FinishReason,
  type ModelResponse,
  type RateLimit,
  type ModelResult,
} from "./request/model-call.ts";
export {
  type AllowanceChangedEvent,
  type BudgetDeniedEvent,
  type BudgetReleasedEvent,
  type BudgetReservedEvent,
  type BudgetSettledEvent,
  type LeaseExpiredEvent,
  type LedgerChangedEvent,
  type QuotaChangedEvent,
  type SettlementFailedEvent,
} from "./events/budget-events.ts";
export { type AskEventBase, type EventBase } from "./events/event-base.ts";
export { type HealthLinkBackEvent, type HealthLinkLostEvent } from "./events/health-events.ts";
export {
  type AskClassEventBase,
  type PolicyLoadedEvent,
  type AskReceivedEvent,
  type RouteDecidedEvent,
  type AttemptStartedEvent,
  type AttemptEndedEvent,
  type AnswerJudgedEvent,
  type FeedbackReceivedEvent,
  type ContextPrunedEvent,
  type TierLoweredEvent,
  type PruningChangedEvent,
  type RungChangedEvent,
  type AskObservedEvent,
  type BreakerChangedEvent,
  type AskAnsweredEvent,
  type AskFailedEvent,
  type AskEvent,
  type SwitchyardEvent,
} from "./events/event.ts";
export {
  type BudgetAlertEvent,
  type BurnAlertEvent,
  type SpendEvent,
  type SpendLevelChangedEvent,
  type ThrottleChangedEvent,
} from "./events/spend-event.ts";
export {
  type RehearsalStartedEvent,
  type FaultStartedEvent,
  type FaultEndedEvent,
  type WireServedEvent,
  type RehearsalEndedEvent,
  type RehearsalEvent,
} from "./events/rehearsal-event.ts";
export { type PolicyRefusedEvent, type PolicySwappedEvent } from "./events/policy-change-events.ts";
export {
  InvalidRequestError,
  RouteRefusedError,
  LadderExhaustedError,
  DeadlineExceededError,
  BudgetExhaustedError,
  QuotaExhaustedError,
  AskAbortedError,
  StreamCutError,
  type RequestIssue,
} from "./errors/ask-errors.ts";
export {
  formatIssue,
  DocumentError,
  ConfigurationError,
  type DocumentIssue,
} from "./errors/document-error.ts";
export { SwitchyardError, type ErrorCode } from "./errors/switchyard-error.ts";
export { type Deadline, type Clock } from "./ports/clock.ts";
export { type ConformanceCheck } from "./ports/conformance-check.ts";
export { type EventSink } from "./ports/event-sink.ts";
export {
  type BreakerWord,
  type HealthListener,
  type HealthMember,
  type HealthPort,
  type HealthWord,
  type LatencyWord,
  type StandingWord,
  TIMED_SPANS,
  type TimedSpan,
} from "./ports/health-port.ts";
export {
  type WindowInstance,
  type BudgetLine,
  type BudgetWord,
  type ReserveRequest,
  type ReserveOutcome,
  type BudgetBalance,
  type LedgerPort,
} from "./ports/ledger-port.ts";
export { type ModelPort, type ModelStreamPart } from "./ports/model-port.ts";
export { type PolicyNews, type PolicySource } from "./ports/policy-source.ts";
export {
  type QuotaEnd,
  type QuotaInstant,
  type QuotaLimit,
  type QuotaLimits,
  type QuotaOutcome,
  type QuotaPort,
  type QuotaQuestion,
  type QuotaRequest,
  type QuotaStanding,
} from "./ports/quota-port.ts";
export { type Rng } from "./ports/rng.ts";
export { windowName } from "./ports/window-name.ts";
