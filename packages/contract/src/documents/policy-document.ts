import { z } from "zod";
import { LIFECYCLES, type Lifecycle } from "./catalog-document.ts";
import {
  BudgetDefaultsDocument,
  BudgetDocument,
  BudgetInput,
  ContingencyDocument,
  LadderDocument,
  LadderInput,
  RolloutDocument,
  SpendDocument,
} from "./operations-document.ts";
import { loosen } from "./loosen.ts";
import { Count, DateText, DurationText, Id, PercentText } from "./quantities.ts";
import {
  ORDER_KEYS,
  RouteDefaultsDocument,
  RouteDocument,
  RouteInput,
  type OrderKey,
} from "./route-document.ts";

/** The closed world: a value outside it makes a request invalid. */
export interface DomainsDocument {
  readonly intents: readonly string[];
  /** Ascending by harm of a wrong answer. */
  readonly risks: readonly string[];
  /** Ascending by capability. */
  readonly tiers: readonly string[];
  readonly segments: readonly string[];
  readonly locales: readonly string[];
  readonly residencies: readonly string[];
  readonly defaults: {
    readonly segment: string;
    readonly locale: string;
    readonly residency: string;
  };
  /** Size classes by which candidates are compared for cost. */
  readonly workloads: Readonly<
    Record<string, { readonly inputTokens: number; readonly outputTokens: number }>
  >;
}

/** Compliance rules above all routes; nothing widens them. */
export interface EnvelopeDocument {
  /** Lifecycles allowed, by risk class. */
  readonly lifecycles: Readonly<Record<string, readonly Lifecycle[]>>;
  /** Risk classes that need a zero-retention provider. */
  readonly zeroRetention: readonly string[];
  /** Regions allowed, by residency; one not named allows all. */
  readonly residency: Readonly<Record<string, readonly string[]>>;
  /** Providers denied, by risk class. */
  readonly denyProviders: Readonly<Record<string, readonly string[]>>;
}

/** Failures after which the same endpoint may be tried again. */
export const RETRYABLE_KINDS = [
  "rate-limited",
  "overloaded",
  "server-error",
  "network",
  "conflict",
] as const;
export type RetryableKind = (typeof RETRYABLE_KINDS)[number];

export interface DefaultsDocument {
  readonly attempts: {
    readonly max: number;
    readonly perEndpoint: number;
    readonly retryOn: readonly RetryableKind[];
  };
  readonly retryBudget: { readonly tokens: number; readonly ratio: number };
  readonly timeouts: {
    readonly connect: DurationText;
    readonly firstToken: DurationText;
    readonly idle: DurationText;
    readonly total: DurationText;
  };
  readonly breaker: {
    readonly consecutiveFailures: number;
    readonly window: DurationText;
    readonly failureRate: PercentText;
    readonly slowCall: DurationText;
    readonly slowCallRate: PercentText;
    readonly callsMin: number;
    readonly openFor: DurationText;
    readonly halfOpenProbes: number;
  };
  readonly order: readonly OrderKey[];
  /** Decisions for every route that leaves them out; applied before hashing. */
  readonly route?: RouteDefaultsDocument;
  /** Decisions for every budget that leaves them out; applied before hashing. */
  readonly budget?: BudgetDefaultsDocument;
}

/** Classes of requests that have no route on purpose. */
export interface IntendedGapDocument {
  readonly intents: readonly string[];
  readonly risks: readonly string[];
  readonly reason: string;
}

/** A finding of `switchyard check` that is accepted for a time. It decides nothing. */
export interface SuppressionDocument {
  /** The rule's id, such as `R15`. */
  readonly rule: string;
  /** What the finding is about, by the name that the finding shows. */
  readonly about: string;
  readonly reason: string;
  /** Last day (UTC) it holds. */
  readonly expires: string;
}

/** A policy in which every decision is made: who may be served by what, and what happens then. */
export interface PolicyDocument {
  readonly schema: "switchyard/policy/v1";
  readonly name: string;
  readonly version: number;
  readonly change?: string;
  readonly owners: Readonly<Record<"policy" | "product" | "reliability" | "spend", string>>;
  readonly domains: DomainsDocument;
  readonly envelope: EnvelopeDocument;
  readonly defaults: DefaultsDocument;
  /** First match wins. */
  readonly routes: readonly RouteDocument[];
  readonly intendedGaps: readonly IntendedGapDocument[];
  readonly budgets: readonly BudgetDocument[];
  readonly spend?: SpendDocument;
  readonly ladder: LadderDocument;
  readonly contingency?: ContingencyDocument;
  readonly rollout?: RolloutDocument;
  /** Left out of the hash: it changes no decision. */
  readonly suppress?: readonly SuppressionDocument[];
}

type DefaultsInput = { readonly [K in keyof DefaultsDocument]?: Partial<DefaultsDocument[K]> };

/** A policy as written: what its preset decides may be left out. */
export interface PolicyInput {
  readonly schema: "switchyard/policy/v1";
  readonly name: string;
  /** A preset inlined before hashing, such as `builtin/starter@1`. */
  readonly extends?: string;
  /** Counts up with every change. Default: 1. */
  readonly version?: number;
  readonly change?: string;
  readonly owners?: Partial<PolicyDocument["owners"]>;
  readonly domains: Partial<DomainsDocument> & Pick<DomainsDocument, "intents" | "risks">;
  readonly envelope?: Partial<EnvelopeDocument>;
  readonly defaults?: DefaultsInput;
  readonly routes: readonly RouteInput[];
  readonly intendedGaps?: readonly IntendedGapDocument[];
  readonly budgets?: readonly BudgetInput[];
  readonly spend?: SpendDocument;
  readonly ladder?: Partial<LadderDocument>;
  readonly contingency?: ContingencyDocument;
  readonly rollout?: RolloutDocument;
  /** Left out of the hash: it changes no decision. */
  readonly suppress?: readonly SuppressionDocument[];
}

const names = z.array(z.string().min(1)).min(1);

const domains = z.strictObject({
  intents: names,
  risks: names,
  tiers: names,
  segments: names,
  locales: names,
  residencies: names,
  defaults: z.strictObject({ segment: z.string(), locale: z.string(), residency: z.string() }),
  workloads: z
    .record(z.string(), z.strictObject({ inputTokens: Count, outputTokens: Count }))
    .refine((classes) => Object.keys(classes).length > 0, "declare at least one workload"),
});

const envelope = z.strictObject({
  lifecycles: z.record(z.string(), z.array(z.enum(LIFECYCLES)).min(1)),
  zeroRetention: z.array(z.string()),
  residency: z.record(z.string(), names),
  denyProviders: z.record(z.string(), names),
});

const attempts = z.strictObject({
  max: z.int().min(1).max(10),
  perEndpoint: z.int().min(1).max(10),
  retryOn: z.array(z.enum(RETRYABLE_KINDS)),
});
const retryBudget = z.strictObject({ tokens: z.number().positive(), ratio: z.number().positive() });
const timeouts = z.strictObject({
  connect: DurationText,
  firstToken: DurationText,
  idle: DurationText,
  total: DurationText,
});
const breaker = z.strictObject({
  consecutiveFailures: Count,
  window: DurationText,
  failureRate: PercentText,
  slowCall: DurationText,
  slowCallRate: PercentText,
  callsMin: Count,
  openFor: DurationText,
  halfOpenProbes: Count,
});
const order = z.array(z.enum(ORDER_KEYS)).min(1);

const defaults = z.strictObject({
  attempts,
  retryBudget,
  timeouts,
  breaker,
  order,
  route: RouteDefaultsDocument.exactOptional(),
  budget: BudgetDefaultsDocument.exactOptional(),
});

const owners = z.strictObject({
  policy: z.string().min(1),
  product: z.string().min(1),
  reliability: z.string().min(1),
  spend: z.string().min(1),
});

const intendedGap = z.strictObject({ intents: names, risks: names, reason: z.string().min(1) });

const suppression = z.strictObject({
  rule: z.string().regex(/^R\d\d$/, { error: "write a rule's id, such as R15" }),
  about: z.string().min(1),
  reason: z.string().min(1),
  expires: DateText,
});

const policy = z.strictObject({
  schema: z.literal("switchyard/policy/v1"),
  name: Id,
  version: Count,
  change: z.string().exactOptional(),
  owners,
  domains,
  envelope,
  defaults,
  routes: z.array(RouteDocument).min(1),
  intendedGaps: z.array(intendedGap),
  budgets: z.array(BudgetDocument),
  spend: SpendDocument.exactOptional(),
  ladder: LadderDocument,
  contingency: ContingencyDocument.exactOptional(),
  rollout: RolloutDocument.exactOptional(),
  suppress: z.array(suppression).exactOptional(),
});

/** Parses a policy after its preset and defaults were inlined. Strict. */
export const PolicyDocument: z.ZodType<PolicyDocument> = policy;

/** Parses a policy as written, before its preset is inlined. Strict: unknown keys are errors. */
export const PolicyInput: z.ZodType<PolicyInput> = loosen(policy).extend({
  schema: z.literal("switchyard/policy/v1"),
  name: Id,
  extends: z.string().exactOptional(),
  owners: loosen(owners).exactOptional(),
  domains: loosen(domains).extend({ intents: names, risks: names }),
  envelope: loosen(envelope).exactOptional(),
  defaults: z
    .strictObject({
      attempts: loosen(attempts).exactOptional(),
      retryBudget: loosen(retryBudget).exactOptional(),
      timeouts: loosen(timeouts).exactOptional(),
      breaker: loosen(breaker).exactOptional(),
      order: order.exactOptional(),
      route: RouteDefaultsDocument.exactOptional(),
      budget: BudgetDefaultsDocument.exactOptional(),
    })
    .exactOptional(),
  routes: z.array(RouteInput).min(1),
  budgets: z.array(BudgetInput).exactOptional(),
  ladder: LadderInput.exactOptional(),
});
