import { z } from "zod";
import { loosen } from "./loosen.ts";
import { Count, DurationText, Fraction, Id, MoneyText, PercentText } from "./quantities.ts";

/** What a budget covers. */
export type BudgetScope =
  | "all"
  | { readonly tier: string }
  | { readonly provider: string }
  | { readonly model: string }
  | { readonly segment: string }
  | { readonly route: string };

export const BUDGET_WINDOWS = ["day", "month", "rolling-24h", "rolling-1h"] as const;
export type BudgetWindow = (typeof BUDGET_WINDOWS)[number];

/** A cap on spend over a window. */
export interface BudgetDocument {
  readonly id: string;
  readonly scope: BudgetScope;
  readonly window: BudgetWindow;
  /** IANA time zone of `day` and `month`. */
  readonly timezone?: string;
  readonly cap: MoneyText;
  readonly alerts: readonly PercentText[];
  /** What happens while the ledger cannot be reached. */
  readonly onLedgerDown: "fail-closed" | { readonly "fail-open-within": MoneyText };
}

/** A budget as written: what `defaults.budget` decides may be left out. */
export type BudgetInput = Partial<BudgetDocument> & Pick<BudgetDocument, "id" | "cap">;

/** What happens as money runs out. */
export interface SpendDocument {
  readonly burnAlerts: readonly {
    readonly window: DurationText;
    readonly longWindow: DurationText;
    /** 1 = the cap lasts exactly its window. */
    readonly rate: number;
  }[];
  readonly levels: readonly {
    readonly from: PercentText;
    readonly tierDown?: number;
    /** Asks that say they can wait are put off. */
    readonly defer?: boolean;
    readonly throttle?: { readonly order: readonly string[]; readonly shareMin: PercentText };
  }[];
  readonly hysteresis: PercentText;
}

/** A rung that a model answers. */
export interface ModelRungDocument {
  readonly tierDown?: number;
  readonly qualityFloorLower?: number;
  /** Intents that may take the rung. Default: all. */
  readonly intents?: readonly string[];
  readonly instruction?: string;
  readonly outputTokensMax?: number;
}

export interface LadderDocument {
  readonly full: ModelRungDocument;
  readonly constrained?: ModelRungDocument;
  readonly summary?: ModelRungDocument;
  readonly static?: { readonly text: string; readonly retryAfter: DurationText };
  readonly hysteresis?: { readonly enterAfterFailures: number; readonly leaveAfter: DurationText };
}

export const FAILURE_DOMAINS = [
  "model",
  "provider",
  "region",
  "provider/region",
  "sharedEdge",
] as const;
export type FailureDomain = (typeof FAILURE_DOMAINS)[number];

/** What `switchyard check` proves of the loss of failure domains. */
export interface ContingencyDocument {
  readonly nominal: {
    /** By route id; `default` for the others; `latencyMax` means the route's own. */
    readonly sla: Readonly<Record<string, DurationText>>;
    readonly contextTokens: number;
    readonly capabilities: "as-required" | "all";
    readonly workloads: "all" | readonly string[];
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

export type GuardDocument =
  | {
      readonly metric: "success-rate" | "quality";
      readonly kind: "not-worse";
      readonly margin: PercentText;
    }
  | {
      readonly metric: "cost-per-success";
      readonly kind: "not-worse";
      readonly marginRelative: PercentText;
    }
  | {
      readonly metric: "latency";
      readonly kind: "exceedance";
      readonly limit: DurationText;
      readonly quantile: PercentText;
    }
  | { readonly metric: "spend"; readonly kind: "hard-cap"; readonly cap: MoneyText }
  | { readonly metric: "violations"; readonly kind: "none-allowed" };

/** How a new version takes traffic. */
export interface RolloutDocument {
  readonly steps: readonly { readonly weight: PercentText; readonly samplesMin: number }[];
  readonly stickyBy: "subject" | "conversation";
  readonly alpha: number;
  readonly samplesMax: number;
  readonly guards: readonly GuardDocument[];
  readonly onInconclusive: "pause" | "rollback";
}

const scope = z.union(
  [
    z.literal("all"),
    z.strictObject({ tier: z.string() }),
    z.strictObject({ provider: z.string() }),
    z.strictObject({ model: z.string() }),
    z.strictObject({ segment: z.string() }),
    z.strictObject({ route: z.string() }),
  ],
  { error: "write all, or one of { tier }, { provider }, { model }, { segment }, { route }" },
);

const budget = z.strictObject({
  id: Id,
  scope,
  window: z.enum(BUDGET_WINDOWS),
  timezone: z.string().exactOptional(),
  cap: MoneyText,
  alerts: z.array(PercentText),
  onLedgerDown: z.union(
    [z.literal("fail-closed"), z.strictObject({ "fail-open-within": MoneyText })],
    { error: "write fail-closed, or { fail-open-within: $2 }" },
  ),
});

export const BudgetDocument: z.ZodType<BudgetDocument> = budget;
export const BudgetInput: z.ZodType<BudgetInput> = loosen(budget).extend({
  id: Id,
  cap: MoneyText,
});

/** Decisions that `defaults.budget` makes for every budget that leaves them out. */
export type BudgetDefaultsDocument = Partial<Omit<BudgetDocument, "id" | "cap">>;
export const BudgetDefaultsDocument: z.ZodType<BudgetDefaultsDocument> = loosen(
  budget.omit({ id: true, cap: true }),
);

export const SpendDocument: z.ZodType<SpendDocument> = z.strictObject({
  burnAlerts: z.array(
    z.strictObject({ window: DurationText, longWindow: DurationText, rate: z.number().positive() }),
  ),
  levels: z.array(
    z.strictObject({
      from: PercentText,
      tierDown: z.int().nonnegative().exactOptional(),
      defer: z.boolean().exactOptional(),
      throttle: z
        .strictObject({ order: z.array(z.string()), shareMin: PercentText })
        .exactOptional(),
    }),
  ),
  hysteresis: PercentText,
});

const modelRung = z.strictObject({
  tierDown: z.int().nonnegative().exactOptional(),
  qualityFloorLower: Fraction.exactOptional(),
  intents: z.array(z.string()).min(1).exactOptional(),
  instruction: z.string().min(1).exactOptional(),
  outputTokensMax: Count.exactOptional(),
});

const ladder = z.strictObject({
  full: modelRung,
  constrained: modelRung.exactOptional(),
  summary: modelRung.exactOptional(),
  static: z.strictObject({ text: z.string().min(1), retryAfter: DurationText }).exactOptional(),
  hysteresis: z
    .strictObject({ enterAfterFailures: Count, leaveAfter: DurationText })
    .exactOptional(),
});

export const LadderDocument: z.ZodType<LadderDocument> = ladder;
export const LadderInput: z.ZodType<Partial<LadderDocument>> = loosen(ladder);

export const ContingencyDocument: z.ZodType<ContingencyDocument> = z.strictObject({
  nominal: z.strictObject({
    sla: z.record(z.string(), z.union([z.literal("latencyMax"), DurationText])),
    contextTokens: Count,
    capabilities: z.enum(["as-required", "all"]),
    workloads: z.union([z.literal("all"), z.array(z.string())]),
  }),
  domains: z.array(z.enum(FAILURE_DOMAINS)),
  require: z.array(
    z.strictObject({
      lose: z.int().min(1).max(2),
      of: z.enum(FAILURE_DOMAINS),
      risks: z.array(z.string()).min(1),
      then: z.enum(["served-at-floor", "rung-defined"]),
    }),
  ),
  accept: z.array(
    z.strictObject({
      id: z.string().min(1),
      routes: z.array(z.string()),
      residencies: z.array(z.string()),
      lose: z.array(z.string()),
      reason: z.string().min(1),
      expires: z.iso.date(),
    }),
  ),
});

const guard = z.union([
  z.strictObject({
    metric: z.enum(["success-rate", "quality"]),
    kind: z.literal("not-worse"),
    margin: PercentText,
  }),
  z.strictObject({
    metric: z.literal("cost-per-success"),
    kind: z.literal("not-worse"),
    marginRelative: PercentText,
  }),
  z.strictObject({
    metric: z.literal("latency"),
    kind: z.literal("exceedance"),
    limit: DurationText,
    quantile: PercentText,
  }),
  z.strictObject({ metric: z.literal("spend"), kind: z.literal("hard-cap"), cap: MoneyText }),
  z.strictObject({ metric: z.literal("violations"), kind: z.literal("none-allowed") }),
]);

export const RolloutDocument: z.ZodType<RolloutDocument> = z.strictObject({
  steps: z.array(z.strictObject({ weight: PercentText, samplesMin: Count })),
  stickyBy: z.enum(["subject", "conversation"]),
  alpha: z.number().gt(0).lt(1),
  samplesMax: Count,
  guards: z.array(guard),
  onInconclusive: z.enum(["pause", "rollback"]),
});
