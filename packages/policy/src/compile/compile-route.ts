import type { Bundle, PlannedEndpoint, RequestClass, Route, RungName } from "@switchyard/contract";
import { passesRules } from "../plan/assess-candidates.ts";
import { candidatesOf, type Candidate, type RungContext } from "../plan/candidate.ts";
import { costIn } from "../plan/cost-in.ts";
import { routeChain } from "../plan/match-route.ts";
import { orderCandidates } from "../plan/order-candidates.ts";
import { outputTokensLimit } from "../plan/output-limit.ts";
import { plannedEndpoint } from "../plan/planned-endpoint.ts";

/** A candidate that only the request's numbers can still bar. */
export interface CompiledLink {
  readonly endpoint: PlannedEndpoint;
  /** Position in the policy's tiers. */
  readonly tier: number;
  /** Greatest number of input tokens that leaves room for the rung's output. */
  readonly contextTokensMax: number;
}

/** The links of one route of the chain. */
export interface CompiledElement {
  /** In order of preference. */
  readonly links: readonly CompiledLink[];
  /** The highest listed tier less the rung's `tierDown`, or that of spend where it is more. */
  readonly tierTop: number;
}

export interface CompiledRung {
  readonly name: RungName;
  /** In the order of the chain. */
  readonly elements: readonly CompiledElement[];
}

/** What a route holds for all requests that differ in nothing but `slaMs` and `contextTokens`. */
export interface CompiledRoute {
  readonly route: Route;
  readonly rungs: readonly CompiledRung[];
  readonly endsStatic: boolean;
}

/**
 * Applies every rule that does not look at the request's numbers, once, and sorts what is left.
 * The rules are those of `plan` themselves, asked for a request with all the time and no text.
 *
 * @param day UTC day whose prices and sunsets hold
 * @param spendTierDown as of `plan`
 */
export function compileRoute(
  bundle: Bundle,
  route: Route,
  request: RequestClass,
  day: string,
  spendTierDown: number = 0,
): CompiledRoute {
  const { policy } = bundle;
  const boundless: RequestClass = {
    ...request,
    slaMs: Number.POSITIVE_INFINITY,
    contextTokens: Number.NEGATIVE_INFINITY,
    overrides: {},
  };
  const costOf = costIn(bundle, request, day);
  const chain = routeChain(policy, route, request).map((link) => ({
    link,
    candidates: candidatesOf(link, { bundle, request: boundless }, costOf),
  }));
  const rungs = route.ladder.flatMap((name: RungName): readonly CompiledRung[] => {
    const rung = name === "static" ? undefined : policy.ladder[name];
    if (rung === undefined) return [];
    const context = { bundle, request: boundless, day, name, rung, spendTierDown };
    const elements = chain.map(({ link, candidates }) => compileElement(link, candidates, context));
    return [{ name, elements }];
  });
  const endsStatic = route.ladder.includes("static") && policy.ladder.static !== undefined;
  return { route, rungs, endsStatic };
}

function compileElement(
  route: Route,
  candidates: readonly Candidate[],
  context: RungContext,
): CompiledElement {
  const { policy } = context.bundle;
  const { tiers } = policy.domains;
  const highest = candidates.reduce(
    (tier, { model }) => Math.max(tier, tiers.indexOf(model.tier)),
    -1,
  );
  const output = outputTokensLimit(policy, route, context.rung);
  const eligible = candidates.filter((candidate) => passesRules(candidate, context));
  return {
    links: orderCandidates(eligible, route.order, tiers).map((candidate) => ({
      endpoint: plannedEndpoint(candidate),
      tier: tiers.indexOf(candidate.model.tier),
      contextTokensMax: candidate.model.contextTokens - output,
    })),
    tierTop: highest - Math.max(context.rung.tierDown, context.spendTierDown),
  };
}
