import { pointerOf } from "../load/json-pointer.ts";
import { makeFinding, type Analysis, type Claim } from "./analysis.ts";
import type { AnalysisFinding } from "./analysis-finding.ts";
import { nominalsOf, type Nominal } from "./nominal.ts";
import { endpointsOf, isServed, type Outcome } from "./outcome.ts";

/** What is wrong with nominal requests of one route, each shown by one of them. */
export function findNominal(analysis: Analysis): readonly AnalysisFinding[] {
  const nominals = nominalsOf(analysis);
  return [
    ...nominals.flatMap((nominal) =>
      findIn(analysis, nominal, unservedClaim(nominal), (outcome) => !isServed(outcome)),
    ),
    ...nominals.flatMap((nominal) =>
      findIn(analysis, nominal, singleProviderClaim(nominal), hasSingleProvider),
    ),
    ...nominals.flatMap((nominal) => findTooFewAttempts(analysis, nominal)),
    ...nominals.flatMap((nominal) => findNoHigherTier(analysis, nominal)),
  ];
}

function findIn(
  analysis: Analysis,
  { route, restriction }: Nominal,
  claim: Claim,
  isWanted: (outcome: Outcome) => boolean,
): readonly AnalysisFinding[] {
  const { diagram } = analysis;
  const finding = makeFinding(analysis, claim, restriction, (leaf) => {
    const outcome = diagram.outcome(leaf);
    return outcome.route === route.id && isWanted(outcome);
  });
  return finding === undefined ? [] : [finding];
}

function unservedClaim({ route: { id, index } }: Nominal): Claim {
  return {
    kind: "unserved-class",
    message: `route \`${id}\` takes these nominal requests and has no eligible endpoint for them on any rung`,
    pointer: pointerOf(["routes", index, "candidates"]),
    routes: [id],
  };
}

function singleProviderClaim({ route: { id, index } }: Nominal): Claim {
  return {
    kind: "single-provider",
    message: `all endpoints of route \`${id}\` for these nominal requests are of one provider: failover never leaves it`,
    pointer: pointerOf(["routes", index, "candidates"]),
    routes: [id],
    have: 1,
    need: 2,
  };
}

function providersOf(outcome: Outcome): number {
  return new Set(endpointsOf(outcome).map(({ provider }) => provider)).size;
}

function hasSingleProvider(outcome: Outcome): boolean {
  return providersOf(outcome) === 1;
}

/** Surviving the loss of `lose` providers takes a call of each, and one more. */
function findTooFewAttempts(analysis: Analysis, nominal: Nominal): readonly AnalysisFinding[] {
  const { contingency, defaults } = analysis.bundle.policy;
  const { max } = defaults.attempts;
  const lose = (contingency?.require ?? [])
    .filter(({ of, then }) => of === "provider" && then === "served-at-floor")
    .reduce((most, promised) => Math.max(most, promised.lose), 0);
  if (lose === 0 || max > lose) return [];
  const { id } = nominal.route;
  const claim: Claim = {
    kind: "too-few-attempts",
    message: `${max} attempts end before route \`${id}\` has tried the ${lose + 1} providers that losing ${lose} takes`,
    pointer: "/defaults/attempts/max",
    routes: [id],
    have: max,
    need: lose + 1,
  };
  return findIn(analysis, nominal, claim, (outcome) => providersOf(outcome) > lose);
}

/** A route that escalates to the next tier although its first choice is already of the highest. */
function findNoHigherTier(analysis: Analysis, nominal: Nominal): readonly AnalysisFinding[] {
  const { route } = nominal;
  const { tiers } = analysis.bundle.policy.domains;
  if (route.escalate?.to !== "next-tier") return [];
  const claim: Claim = {
    kind: "no-higher-tier",
    message: `route \`${route.id}\` escalates to the next tier, and none of its endpoints for these nominal requests is above its first choice`,
    pointer: pointerOf(["routes", route.index, "escalate", "to"]),
    routes: [route.id],
  };
  return findIn(analysis, nominal, claim, ({ rungs }) => {
    const [first, ...others] = rungs[0]?.endpoints ?? [];
    if (first === undefined) return false;
    return others.every(({ tier }) => tiers.indexOf(tier) <= tiers.indexOf(first.tier));
  });
}
