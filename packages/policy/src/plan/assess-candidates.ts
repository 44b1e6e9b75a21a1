import { REJECTION_CODES, type Reason } from "@switchyard/contract";
import { pointerOf } from "../load/json-pointer.ts";
import type { Candidate, RungContext } from "./candidate.ts";
import { ENVELOPE_CHECKS, type Check } from "./envelope-checks.ts";
import { OVERRIDE_CHECKS } from "./override-checks.ts";
import { ROUTE_CHECKS } from "./route-checks.ts";

/** A candidate with every rule that bars it; eligible without any. */
export interface Assessment {
  readonly candidate: Candidate;
  /** In the order of `REJECTION_CODES`. */
  readonly reasons: readonly Reason[];
}

const RULES = [...ENVELOPE_CHECKS, ...ROUTE_CHECKS];

/**
 * Measures the candidates of one route on one rung. Every rule is looked at for every candidate:
 * a reason never hides another. The request's overrides come last and move no other rule, so they
 * only ever take candidates away.
 */
export function assessCandidates(
  candidates: readonly Candidate[],
  context: RungContext,
): readonly Assessment[] {
  const byRules = candidates.map((candidate) => ({
    candidate,
    reasons: reasonsOf(RULES, candidate, context),
  }));
  const cap = tierCap(byRules, context);
  return byRules.map(({ candidate, reasons }) => ({
    candidate,
    reasons: [
      ...reasons,
      ...overCap(cap, candidate, context),
      ...reasonsOf(OVERRIDE_CHECKS, candidate, context),
    ].sort(byCode),
  }));
}

/** Whether no rule of envelope, route, rung or request bars a candidate, its tier aside. */
export function passesRules(candidate: Candidate, context: RungContext): boolean {
  return RULES.every((check) => check(candidate, context) === undefined);
}

function reasonsOf(
  checks: readonly Check[],
  candidate: Candidate,
  context: RungContext,
): readonly Reason[] {
  const reasons: Reason[] = [];
  for (const check of checks) {
    const reason = check(candidate, context);
    if (reason !== undefined) reasons.push(reason);
  }
  return reasons;
}

/**
 * The highest tier that the rung and spend leave to a route's candidates: the highest listed one
 * less the greater `tierDown` of the two, but never below the lowest that the other rules leave. Undefined: the other
 * rules leave no candidate whose tier could matter.
 */
function tierCap(
  assessments: readonly Assessment[],
  { bundle, rung, spendTierDown }: RungContext,
): number | undefined {
  const { tiers } = bundle.policy.domains;
  let highest = -1;
  let lowestLeft: number | undefined;
  for (const { candidate, reasons } of assessments) {
    const tier = tiers.indexOf(candidate.model.tier);
    highest = Math.max(highest, tier);
    if (reasons.length === 0) lowestLeft = Math.min(lowestLeft ?? tier, tier);
  }
  if (lowestLeft === undefined) return undefined;
  return Math.max(highest - Math.max(rung.tierDown, spendTierDown), lowestLeft);
}

function overCap(
  cap: number | undefined,
  { model }: Candidate,
  { bundle, name, rung, spendTierDown }: RungContext,
): readonly Reason[] {
  const { tiers } = bundle.policy.domains;
  if (cap === undefined || tiers.indexOf(model.tier) <= cap) return [];
  return [
    {
      code: "tier-above-cap",
      have: model.tier,
      need: tiers[cap] ?? null,
      pointer:
        spendTierDown > rung.tierDown
          ? pointerOf(["spend", "levels"])
          : pointerOf(["ladder", name, "tierDown"]),
    },
  ];
}

function byCode(left: Reason, right: Reason): number {
  return REJECTION_CODES.indexOf(left.code) - REJECTION_CODES.indexOf(right.code);
}
