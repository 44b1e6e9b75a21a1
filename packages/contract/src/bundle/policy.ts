import type { Capability, Lifecycle } from "../documents/catalog-document.ts";
import type { BudgetScope, BudgetWindow, FailureDomain } from "../documents/operations-document.ts";
import type {
  DomainsDocument,
  EnvelopeDocument,
  IntendedGapDocument,
  RetryableKind,
} from "../documents/policy-document.ts";
import type { EscalateDocument, OrderKey, RungName } from "../documents/route-document.ts";
import type { JsonSchema } from "../request/message.ts";

/** Schemas that a gate may name: the caller's own, and that of a judge's answer. */
export const NAMED_SCHEMAS = ["request", "builtin/judgement"] as const;
export type NamedSchema = (typeof NAMED_SCHEMAS)[number];

/** One check of an answer, as data. */
export type Gate =
  | { readonly kind: "non-empty" }
  | { readonly kind: "not-truncated" }
  | { readonly kind: "not-refusal" }
  /** `request` is the caller's own output schema; a schema in place is the policy's. */
  | { readonly kind: "schema"; readonly schema: NamedSchema | JsonSchema }
  /** Bounds in Unicode code points, both included; at least one is set. */
  | { readonly kind: "length"; readonly charactersMin?: number; readonly charactersMax?: number }
  | { readonly kind: "must-include"; readonly texts: readonly string[] }
  | { readonly kind: "must-not-include"; readonly texts: readonly string[] }
  /** The name of a function that the application gives to the router. */
  | { readonly kind: "custom"; readonly name: string }
  | {
      readonly kind: "judge";
      readonly route: string;
      readonly scoreMin: number;
      readonly sampleShare: number;
    };

export interface RouteMatch {
  readonly intents: readonly string[];
  readonly risks: readonly string[];
  readonly segments?: readonly string[];
  readonly locales?: readonly string[];
  readonly residencies?: readonly string[];
  /** Matches only requests whose `slaMs` is below this. */
  readonly slaMsBelow?: number;
}

export interface RouteLimits {
  readonly latencyMsMax: number;
  readonly qualityFloor: number | "unmeasured";
  readonly costPerTaskMicroUsdMax: number;
}

/** A policy entry: which requests it takes, with which limits and candidates. */
export interface Route {
  readonly id: string;
  /** Index in the document's `routes`, for pointers. */
  readonly index: number;
  /** Absent for an internal route. */
  readonly match?: RouteMatch;
  readonly internal: boolean;
  /** The intent whose quality scores an internal route is measured by. */
  readonly intent?: string;
  readonly candidates: readonly string[];
  readonly order: readonly OrderKey[];
  readonly limits: RouteLimits;
  readonly requires: {
    readonly capabilities: readonly Capability[];
    readonly contextTokensMin: number;
  };
  readonly deterministic: boolean;
  readonly gates: readonly Gate[];
  readonly escalate?: EscalateDocument;
  readonly repairMax: number;
  /** The route whose candidates follow; null: none. */
  readonly fallback: string | null;
  /** In ladder order, each at most once. */
  readonly ladder: readonly RungName[];
  readonly streamCommit?: "terminate" | "restart-with-notice" | "continue";
  readonly quota?: {
    readonly share?: number;
    readonly budget?: string;
    readonly requestsPerMinute?: number;
    readonly tokensPerMinute?: number;
    readonly concurrencyMax?: number;
  };
  readonly hedge?: { readonly after: "p95" | number; readonly max: number };
  readonly sticky?: "conversation";
  /** Greatest number of output tokens. Absent: the largest workload's. */
  readonly outputTokensMax?: number;
  readonly context?: {
    readonly pruneToTokens: number;
    readonly risks: readonly string[];
    readonly keep: readonly ("system" | "last-turn")[];
  };
  readonly lifecycle: Lifecycle;
  readonly owner: string;
}

export interface Budget {
  readonly id: string;
  readonly scope: BudgetScope;
  readonly window: BudgetWindow;
  /** IANA time zone of `day` and `month`. */
  readonly timezone: string;
  readonly capMicroUsd: number;
  /** Shares of the cap, ascending, 0 to 1. */
  readonly alerts: readonly number[];
  readonly onLedgerDown:
    | { readonly kind: "fail-closed" }
    | { readonly kind: "fail-open-within"; readonly microUsd: number };
}

/** A rung that a model answers. */
export interface ModelRung {
  readonly tierDown: number;
  readonly qualityFloorLower: number;
  /** Intents that may take it. Absent: all. */
  readonly intents?: readonly string[];
  readonly instruction?: string;
  readonly outputTokensMax?: number;
}

export interface Ladder {
  readonly full: ModelRung;
  readonly constrained?: ModelRung;
  readonly summary?: ModelRung;
  readonly static?: { readonly text: string; readonly retryAfterMs: number };
  readonly hysteresis?: { readonly enterAfterFailures: number; readonly leaveAfterMs: number };
}

export interface BreakerSettings {
  readonly consecutiveFailures: number;
  readonly windowMs: number;
  /** Share of calls, 0 to 1. */
  readonly failureRate: number;
  readonly slowCallMs: number;
  readonly slowCallRate: number;
  readonly callsMin: number;
  readonly openForMs: number;
  readonly halfOpenProbes: number;
}

export interface PolicyDefaults {
  readonly attempts: {
    readonly max: number;
    readonly perEndpoint: number;
    readonly retryOn: readonly RetryableKind[];
  };
  readonly retryBudget: { readonly tokens: number; readonly ratio: number };
  readonly timeouts: {
    readonly connectMs: number;
    readonly firstTokenMs: number;
    readonly idleMs: number;
    readonly totalMs: number;
  };
  readonly breaker: BreakerSettings;
}

export interface Spend {
  readonly burnAlerts: readonly {
    readonly windowMs: number;
    readonly longWindowMs: number;
    readonly rate: number;
  }[];
  readonly levels: readonly {
    readonly from: number;
    readonly tierDown: number;
    readonly defer: boolean;
    readonly throttle?: { readonly order: readonly string[]; readonly shareMin: number };
  }[];
  readonly hysteresis: number;
}

export interface Contingency {
  readonly nominal: {
    /** Milliseconds by route id, every caller's route present. */
    readonly slaMs: Readonly<Record<string, number>>;
    readonly contextTokens: number;
    readonly capabilities: "as-required" | "all";
    readonly workloads: readonly string[];
  };
  readonly domains: readonly FailureDomain[];
  readonly require: readonly {
    readonly lose: number;
    readonly of: FailureDomain;
    readonly risks: readonly string[];
    readonly then: "served-at-floor" | "rung-defined";
  }[];
  readonly accept: readonly {
    readonly id: string;
    readonly routes: readonly string[];
    readonly residencies: readonly string[];
    readonly lose: readonly string[];
    readonly reason: string;
    readonly expires: string;
  }[];
}

export type Guard =
  | {
      readonly metric: "success-rate" | "quality";
      readonly kind: "not-worse";
      readonly margin: number;
    }
  | {
      readonly metric: "cost-per-success";
      readonly kind: "not-worse";
      readonly marginRelative: number;
    }
  | {
      readonly metric: "latency";
      readonly kind: "exceedance";
      readonly limitMs: number;
      readonly quantile: number;
    }
  | { readonly metric: "spend"; readonly kind: "hard-cap"; readonly capMicroUsd: number }
  | { readonly metric: "violations"; readonly kind: "none-allowed" };

export interface Rollout {
  readonly steps: readonly { readonly weight: number; readonly samplesMin: number }[];
  readonly stickyBy: "subject" | "conversation";
  readonly alpha: number;
  readonly samplesMax: number;
  readonly guards: readonly Guard[];
  readonly onInconclusive: "pause" | "rollback";
}

/** The operator's routing rules with every quantity read and every default inlined. */
export interface Policy {
  readonly name: string;
  readonly version: number;
  readonly change?: string;
  readonly owners: Readonly<Record<"policy" | "product" | "reliability" | "spend", string>>;
  readonly domains: DomainsDocument;
  readonly envelope: EnvelopeDocument;
  readonly defaults: PolicyDefaults;
  /** First match wins. */
  readonly routes: readonly Route[];
  readonly intendedGaps: readonly IntendedGapDocument[];
  /** The document's, then `BUDGET/ROUTE` for each route with a share of one as its quota. */
  readonly budgets: readonly Budget[];
  readonly spend?: Spend;
  readonly ladder: Ladder;
  readonly contingency?: Contingency;
  readonly rollout?: Rollout;
}
