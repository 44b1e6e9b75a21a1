import { ConfigurationError, type Catalog, type Policy } from "@switchyard/contract";
import {
  endpointsDown,
  loseDomains,
  nearest,
  type LossCase,
  type RouteLoss,
} from "@switchyard/policy";
import { openPolicy, type PolicyUnderTest } from "../check/policy-under-test.ts";
import type { Claim } from "./claim.ts";
import { dayOf, type AtDay } from "./day-of.ts";
import { explainRequest, type StatedRequest } from "./explain-request.ts";

export interface SurvivalOptions extends AtDay {
  /**
   * What is down all at once: providers, models or regions by name (`openai`), or failure domains
   * (`provider/region:openai/eu`).
   */
  readonly down: readonly string[];
  /** The one request that is looked at. Default: every request that the policy can tell apart. */
  readonly request?: StatedRequest;
  /** Routes that are looked at where no request is given. Default: all. */
  readonly routes?: readonly string[];
  /** Whether a model on a lower rung of the ladder is enough. Default: true. */
  readonly degraded?: boolean;
}

/**
 * Whether requests that a model serves today are served by a model while something is down: a
 * static answer is none. Decided over all request classes by the policy's analysis, or for one
 * request by its plan, not rehearsed; breakers are taken to know of the outage.
 *
 * @throws ConfigurationError for something down or a route that there is not
 * @throws NodeBudgetError for a policy whose classes are too many to analyse: give a request
 */
export function survives(policy: PolicyUnderTest, options: SurvivalOptions): Claim {
  const loaded = openPolicy(policy);
  const { bundle } = loaded;
  const lose = options.down.map((name) => domainNamed(name, bundle.catalog));
  // Names that the catalogue does not have would be lost without harm.
  endpointsDown(lose, bundle.catalog);
  if (options.request !== undefined) {
    return requestSurvives(policy, { ...options, request: options.request, down: lose });
  }
  const { routes, degraded = true } = options;
  for (const route of routes ?? []) assertRoute(route, bundle.policy);
  const losses = loseDomains(bundle, { atMs: dayOf(loaded, options), lose });
  const harmed = losses
    .filter(({ route }) => routes?.includes(route) !== false)
    .map((loss) => ({ loss, harm: degraded ? loss.unserved : loss.unserved + loss.lowerRung }))
    .filter(({ harm }) => harm > 0n);
  const down = lose.join(" and ");
  if (harmed.length === 0) return { ok: true, message: `Every request survives without ${down}.` };
  const lines = harmed.flatMap(({ loss, harm }) => harmLines(loss, harm, degraded));
  return { ok: false, message: [`Requests do not survive without ${down}:`, ...lines].join("\n") };
}

function domainNamed(name: string, { providers, models }: Catalog): string {
  if (name.includes(":")) return name;
  if (Object.hasOwn(providers, name)) return `provider:${name}`;
  if (Object.hasOwn(models, name)) return `model:${name}`;
  const isRegion = Object.values(models).some(({ regions }) => regions.includes(name));
  return isRegion ? `region:${name}` : `${name.includes("/") ? "model" : "provider"}:${name}`;
}

function assertRoute(route: string, policy: Policy): void {
  const ids = policy.routes.map(({ id }) => id);
  if (ids.includes(route)) return;
  const meant = nearest(route, ids);
  const wayOut =
    meant === undefined ? `Its routes are ${ids.join(", ")}.` : `Did you mean ${meant}?`;
  throw new ConfigurationError(`The policy has no route ${route}. ${wayOut}`);
}

function requestSurvives(
  policy: PolicyUnderTest,
  { request, down, degraded = true, ...options }: SurvivalOptions & { request: StatedRequest },
): Claim {
  const before = explainRequest(policy, request, options);
  const after = explainRequest(policy, request, { ...options, down });
  const rungOf = ({ explanation }: typeof after): string | undefined =>
    explanation.rungs.find(({ endpoints }) => endpoints.length > 0)?.rung;
  const ok = after.first !== undefined && (degraded || rungOf(before) === rungOf(after));
  const message =
    `Without ${down.join(" and ")}, ${after.requestWords} goes to ${after.firstWords}; ` +
    `with it, to ${before.firstWords}.`;
  return { ok, message: `${message}\n\n${after.why}` };
}

function harmLines(
  { route, classes, cases }: RouteLoss,
  harm: bigint,
  degraded: boolean,
): readonly string[] {
  const what = degraded ? "no model" : "no model on their rung";
  return [
    `  route ${route}: ${harm} of ${classes} request classes are left ${what}`,
    ...cases
      .filter(({ effect }) => effect === "unserved" || (!degraded && effect === "lower-rung"))
      .slice(0, CASES_SHOWN)
      .map((harmed) => `    ${caseWords(harmed)}`),
  ];
}

/** Cases of one route that a failed test shows; the worst come first. */
const CASES_SHOWN = 3;

function caseWords({ witness, before, after }: LossCase): string {
  const { intent, risk, segment, residency, slaMs } = witness.request;
  const wordsOf = ({ rung, endpoint }: NonNullable<LossCase["after"]>): string =>
    endpoint === null ? "the static answer" : `${endpoint} on rung ${rung}`;
  const end = after === null ? "an error" : wordsOf(after);
  return (
    `such as ${intent} at risk ${risk}, segment ${segment}, residency ${residency}, within ` +
    `${slaMs} ms: from ${wordsOf(before)} to ${end}`
  );
}
