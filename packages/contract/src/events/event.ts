import type { RateTier } from "../bundle/catalog.ts";
import type { RejectionCode } from "../bundle/decision.ts";
import type { RungName } from "../documents/route-document.ts";
import type { AnswerWhy, AttemptKind, AttemptOutcome } from "../request/ask.ts";
import type { Usage } from "../request/model-call.ts";
import type {
  AllowanceChangedEvent,
  BudgetDeniedEvent,
  BudgetReleasedEvent,
  BudgetReservedEvent,
  BudgetSettledEvent,
  LeaseExpiredEvent,
  LedgerChangedEvent,
  QuotaChangedEvent,
  SettlementFailedEvent,
} from "./budget-events.ts";
import type { HealthLinkBackEvent, HealthLinkLostEvent } from "./health-events.ts";
import type { AskEventBase, EventBase } from "./event-base.ts";
import type { PolicyRefusedEvent, PolicySwappedEvent } from "./policy-change-events.ts";
import type { RehearsalEvent } from "./rehearsal-event.ts";
import type { SpendEvent } from "./spend-event.ts";

/** A bundle came into force. */
export interface PolicyLoadedEvent extends EventBase {
  readonly type: "policy-loaded";
  readonly bundleHash: string;
  readonly name: string;
  readonly version: number;
  /** Endpoints that cannot be called here, with the cause. */
  readonly absent: Readonly<Record<string, string>>;
  /** Of the routes whose floor is measured, 0 to 1, by route. Absent: an older writer's event. */
  readonly qualityFloors?: Readonly<Record<string, number>>;
}

/** What the events that begin an ask tell of its class. */
export interface AskClassEventBase extends AskEventBase {
  readonly taskId: string;
  readonly intent: string;
  readonly risk: string;
  readonly segment: string;
  readonly locale: string;
  readonly residency: string;
  readonly slaMs: number;
  readonly contextTokens: number;
}

export interface AskReceivedEvent extends AskClassEventBase {
  readonly type: "ask-received";
  readonly workload: string;
  readonly capabilities: readonly string[];
  /** On an ask of the router's own, to a judge: the ask whose answer it judges. */
  readonly judgesAskId?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A rung was entered and its candidates were decided. */
export interface RouteDecidedEvent extends AskEventBase {
  readonly type: "route-decided";
  readonly route: string;
  readonly rung: RungName;
  /** Endpoint ids in order. */
  readonly endpoints: readonly string[];
  /** Rejections by endpoint id: codes only; `explain` gives the operands. */
  readonly rejected: Readonly<Record<string, readonly RejectionCode[]>>;
}

export interface AttemptStartedEvent extends AskEventBase {
  readonly type: "attempt-started";
  readonly attemptId: string;
  readonly kind: AttemptKind;
  readonly rung: RungName;
  readonly route: string;
  readonly endpoint: string;
  readonly model: string;
  readonly provider: string;
  readonly region: string;
  readonly timeoutMs: number;
}

export interface AttemptEndedEvent extends AskEventBase {
  readonly type: "attempt-ended";
  readonly attemptId: string;
  readonly endpoint: string;
  readonly provider: string;
  readonly outcome: AttemptOutcome;
  readonly latencyMs: number;
  readonly costMicroUsd: number;
  /** Of a stream: until the first part of its answer, shown or not, in milliseconds. */
  readonly firstTokenMs?: number;
  readonly usage?: Usage;
  /** What the usage was charged at. Absent: without usage, and on an older writer's event. */
  readonly rates?: RateTier;
  /** The output is as long as its limit, so the limit may have cut it. */
  readonly atOutputLimit?: true;
  readonly status?: number;
  readonly message?: string;
  readonly retryAfterMs?: number;
}

/** The gates of a route judged an attempt's answer. */
export interface AnswerJudgedEvent extends AskEventBase {
  readonly type: "answer-judged";
  readonly attemptId: string;
  readonly route: string;
  readonly model: string;
  readonly outcome: "passed" | "failed" | "unjudged";
  /** 0 to 1; absent where no gate was asked. */
  readonly score?: number;
  readonly scoredBy?: "gate" | "judge";
  /** Names of the gates that failed. */
  readonly failed: readonly string[];
}

/** The application told how an answer did. */
export interface FeedbackReceivedEvent extends EventBase {
  readonly type: "feedback-received";
  readonly askId?: string;
  readonly taskId?: string;
  readonly success?: boolean;
  /** 0 to 1. */
  readonly score?: number;
  /** The route and model it was counted for; absent for an ask that is not remembered. */
  readonly route?: string;
  readonly model?: string;
}

/**
 * A rung of a route closed after failures in a row, went on trial when its time was over, which one
 * ask at a time makes while it is closed to the others, or opened by an answer on trial.
 */
export interface RungChangedEvent extends EventBase {
  readonly type: "rung-changed";
  readonly route: string;
  readonly rung: RungName;
  readonly to: "open" | "closed" | "trial";
  readonly cause: string;
}

/** A conversation was cut before it was planned, as its route's policy says. */
export interface ContextPrunedEvent extends AskEventBase {
  readonly type: "context-pruned";
  readonly route: string;
  readonly messagesDropped: number;
  /** Upper estimates of the request's input. */
  readonly tokensBefore: number;
  /** Above `tokensMax` where what must stay is larger. */
  readonly tokensAfter: number;
  /** What the policy prunes to. */
  readonly tokensMax: number;
}

/** Spend levels took the tier of an ask's first choice, so another is its first. */
export interface TierLoweredEvent extends AskEventBase {
  readonly type: "tier-lowered";
  readonly route: string;
  /** Tiers that spend levels take. */
  readonly tiers: number;
  /** The endpoint that would have been called first, and the one that is. */
  readonly from: string;
  readonly to: string;
  /** What a success at each costs by the plan, at the request's workload. */
  readonly fromMicroUsd: number;
  readonly toMicroUsd: number;
}

/** Pruning of a route went off for want of quality, or on again. */
export interface PruningChangedEvent extends EventBase {
  readonly type: "pruning-changed";
  readonly route: string;
  readonly to: "on" | "off";
  readonly cause: string;
}

/** What the application routed by itself, and what the policy would have decided. */
export interface AskObservedEvent extends AskClassEventBase {
  readonly type: "ask-observed";
  /** Absent: the policy has no route for it. */
  readonly route?: string;
  /** The endpoint that the policy would have called first; absent: none. */
  readonly decided?: string;
  /** The model that the application used, by its id in the catalogue or its own name. */
  readonly used: string;
  /** Whether the policy allows the used model for this request; absent: not in the catalogue. */
  readonly allowed?: boolean;
  /** Codes for which the policy bars it. */
  readonly rejected?: readonly RejectionCode[];
  readonly latencyMs?: number;
  /** Of the used model at catalogue prices, when usage was given. */
  readonly costMicroUsd?: number;
  readonly success?: boolean;
}

export interface BreakerChangedEvent extends EventBase {
  readonly type: "breaker-changed";
  readonly endpoint: string;
  readonly from: "closed" | "open" | "half-open";
  readonly to: "closed" | "open" | "half-open";
  readonly cause: string;
}

/** An ask ended in an answer. */
export interface AskAnsweredEvent extends AskEventBase {
  readonly type: "ask-answered";
  readonly taskId: string;
  readonly route: string;
  readonly rung: RungName;
  /** Absent on a static answer. */
  readonly endpoint?: string;
  /** Endpoints that wrote the beginning of a stream's text before it broke off, in order. */
  readonly continuedFrom?: readonly string[];
  readonly latencyMs: number;
  readonly slaMs: number;
  readonly insideSla: boolean;
  readonly costMicroUsd: number;
  readonly attempts: number;
  readonly why: AnswerWhy["code"];
  /** Estimated input tokens beyond what the route prunes this risk to. Absent: none were sent. */
  readonly contextTokensOver?: number;
  readonly unmeasured: boolean;
  /** As on `ask-received`. */
  readonly judgesAskId?: string;
}

/** An ask ended in a typed error. */
export interface AskFailedEvent extends AskEventBase {
  readonly type: "ask-failed";
  readonly taskId: string;
  readonly code: string;
  readonly message: string;
  /** What kept every model from it, in the words of `ask-answered`. Absent: something else did. */
  readonly why?: AnswerWhy["code"];
  readonly latencyMs: number;
  readonly costMicroUsd: number;
  readonly attempts: number;
  /** As on `ask-received`. */
  readonly judgesAskId?: string;
}

export type AskEvent =
  | AskReceivedEvent
  | ContextPrunedEvent
  | TierLoweredEvent
  | RouteDecidedEvent
  | BudgetReservedEvent
  | BudgetDeniedEvent
  | BudgetSettledEvent
  | BudgetReleasedEvent
  | LeaseExpiredEvent
  | SettlementFailedEvent
  | AttemptStartedEvent
  | AttemptEndedEvent
  | AnswerJudgedEvent
  | AskAnsweredEvent
  | AskFailedEvent;

/** One thing that happened, as data. */
export type SwitchyardEvent =
  | PolicyLoadedEvent
  | PolicySwappedEvent
  | PolicyRefusedEvent
  | BreakerChangedEvent
  | HealthLinkLostEvent
  | HealthLinkBackEvent
  | LedgerChangedEvent
  | QuotaChangedEvent
  | AllowanceChangedEvent
  | RungChangedEvent
  | PruningChangedEvent
  | FeedbackReceivedEvent
  | AskObservedEvent
  | AskEvent
  | SpendEvent
  | RehearsalEvent;
