import { z } from "zod";
import { CAPABILITIES, LIFECYCLES, type Capability, type Lifecycle } from "./catalog-document.ts";
import { GateDocument } from "./gate-document.ts";
import { loosen } from "./loosen.ts";
import { Count, DurationText, Fraction, Id, MoneyText, PercentText } from "./quantities.ts";

/** Positions of the degradation ladder, best first. */
export const RUNGS = ["full", "constrained", "summary", "static"] as const;
export type RungName = (typeof RUNGS)[number];

/** Keys by which a route sorts its candidates; `listed` keeps the order written. */
export const ORDER_KEYS = [
  "listed",
  "costPerSuccess",
  "p95",
  "tier-desc",
  "quality-desc",
  "model",
  "region",
] as const;
export type OrderKey = (typeof ORDER_KEYS)[number];

/** The requests a route takes; a key left out matches every value. */
export interface MatchDocument {
  readonly intents: readonly string[];
  readonly risks: readonly string[];
  readonly segments?: readonly string[];
  readonly locales?: readonly string[];
  readonly residencies?: readonly string[];
  /** Matches only requests whose `slaMs` is below this. */
  readonly slaBelow?: DurationText;
}

export interface LimitsDocument {
  /** Greatest 95th-percentile latency of a candidate, whatever the caller would wait. */
  readonly latencyMax: DurationText;
  /** Least quality score, or `unmeasured` (lowest risk class only). */
  readonly qualityFloor: number | "unmeasured";
  /** Greatest expected cost per successful task. */
  readonly costPerTaskMax: MoneyText;
}

export interface RequiresDocument {
  readonly capabilities: readonly Capability[];
  readonly contextTokensMin: number;
}

/** What a route does when a gate fails. */
export interface EscalateDocument {
  readonly on: readonly "gate-failed"[];
  readonly to: "next-candidate" | "next-tier";
  readonly max: number;
}

export interface QuotaDocument {
  readonly share?: PercentText;
  /** The budget that `share` is a share of. */
  readonly of?: string;
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
  readonly concurrencyMax?: number;
}

/** What a caller's route must decide; `defaults.route` may decide it for all routes. */
export interface RouteDocument {
  readonly id: string;
  readonly match?: MatchDocument;
  /** Serves gates, not callers: addressed by id, exempt from first match. */
  readonly internal?: boolean;
  /** The intent whose quality scores an internal route is measured by. */
  readonly intent?: string;
  readonly candidates: readonly string[];
  readonly order?: readonly OrderKey[];
  readonly limits: LimitsDocument;
  readonly requires: RequiresDocument;
  readonly deterministic?: boolean;
  readonly gates: readonly GateDocument[];
  readonly escalate?: EscalateDocument;
  readonly repair?: { readonly max: number };
  /** The route whose candidates follow, or `none`: it must be written. */
  readonly fallback: string;
  readonly ladder: readonly RungName[];
  readonly stream?: { readonly commit: "terminate" | "restart-with-notice" | "continue" };
  readonly quota?: QuotaDocument;
  readonly hedge?: { readonly after: "p95" | DurationText; readonly max: number };
  readonly sticky?: "conversation";
  readonly output?: { readonly tokensMax: number };
  readonly context?: {
    readonly pruneToTokens: number;
    readonly risks: readonly string[];
    readonly keep: readonly ("system" | "last-turn")[];
  };
  readonly lifecycle: Lifecycle;
  readonly owner: string;
}

/** A route as written: what `defaults.route` decides may be left out. */
export type RouteInput = Partial<Omit<RouteDocument, "id" | "candidates" | "limits" | "requires">> &
  Pick<RouteDocument, "id" | "candidates"> & {
    readonly limits?: Partial<LimitsDocument>;
    readonly requires?: Partial<RequiresDocument>;
  };

const names = z.array(z.string()).min(1);

const match = z.strictObject({
  intents: names,
  risks: names,
  segments: names.exactOptional(),
  locales: names.exactOptional(),
  residencies: names.exactOptional(),
  slaBelow: DurationText.exactOptional(),
});

const limits = z.strictObject({
  latencyMax: DurationText,
  qualityFloor: z.union([Fraction, z.literal("unmeasured")], {
    error: "write a score from 0 to 1, or unmeasured",
  }),
  costPerTaskMax: MoneyText,
});

const requires = z.strictObject({
  capabilities: z.array(z.enum(CAPABILITIES)),
  contextTokensMin: z.int().nonnegative(),
});

const route = z.strictObject({
  id: Id,
  match: match.exactOptional(),
  internal: z.boolean().exactOptional(),
  intent: z.string().exactOptional(),
  candidates: names,
  order: z.array(z.enum(ORDER_KEYS)).min(1).exactOptional(),
  limits,
  requires,
  deterministic: z.boolean().exactOptional(),
  gates: z.array(GateDocument),
  escalate: z
    .strictObject({
      on: z.array(z.literal("gate-failed")),
      to: z.enum(["next-candidate", "next-tier"]),
      max: z.int().min(0).max(3),
    })
    .exactOptional(),
  repair: z.strictObject({ max: z.int().min(0).max(3) }).exactOptional(),
  fallback: z.string(),
  ladder: z.array(z.enum(RUNGS)).min(1),
  stream: z
    .strictObject({ commit: z.enum(["terminate", "restart-with-notice", "continue"]) })
    .exactOptional(),
  quota: z
    .strictObject({
      share: PercentText.exactOptional(),
      of: z.string().exactOptional(),
      requestsPerMinute: Count.exactOptional(),
      tokensPerMinute: Count.exactOptional(),
      concurrencyMax: Count.exactOptional(),
    })
    .exactOptional(),
  hedge: z
    .strictObject({ after: z.union([z.literal("p95"), DurationText]), max: z.int().min(1).max(2) })
    .exactOptional(),
  sticky: z.literal("conversation").exactOptional(),
  output: z.strictObject({ tokensMax: Count }).exactOptional(),
  context: z
    .strictObject({
      pruneToTokens: Count,
      risks: names,
      keep: z.array(z.enum(["system", "last-turn"])),
    })
    .exactOptional(),
  lifecycle: z.enum(LIFECYCLES),
  owner: z.string().min(1),
});

/** Parses a route in which every decision is made. */
export const RouteDocument: z.ZodType<RouteDocument> = route;

const loose = {
  limits: loosen(limits).exactOptional(),
  requires: loosen(requires).exactOptional(),
};

/** Parses a route as written. */
export const RouteInput: z.ZodType<RouteInput> = loosen(route).extend({
  id: Id,
  candidates: names,
  ...loose,
});

/** Decisions that `defaults.route` makes for every route that leaves them out. */
export type RouteDefaultsDocument = Partial<Omit<RouteInput, "id" | "candidates" | "match">>;

export const RouteDefaultsDocument: z.ZodType<RouteDefaultsDocument> = loosen(
  route.omit({ id: true, candidates: true, match: true }),
).extend(loose);
