import type {
  Bundle,
  Model,
  Plan,
  PlannedRung,
  Reason,
  RejectionCode,
  RequestClass,
} from "@switchyard/contract";
import { plan } from "@switchyard/policy";

/** Whether the policy allows a model for a request, and for which rules it does not. */
export interface UsedModelJudgement {
  readonly allowed: boolean;
  /** Empty for one that is allowed, and for one that only no route lists. */
  readonly rejected: readonly RejectionCode[];
}

/**
 * Judges a model by the first rung of the request's route, where nothing is degraded yet. One that
 * the route does not list is not allowed; the rules are tried on it all the same, so that a report
 * tells a model that breaks the envelope from one that is merely not chosen.
 *
 * @param region the one it was called in; undefined: the one that fewest rules bar
 */
export function judgeUsedModel(
  bundle: Bundle,
  request: RequestClass,
  planned: Plan,
  epochMs: number,
  model: Model,
  region: string | undefined,
): UsedModelJudgement {
  const isUsed = (endpoint: { readonly model: string; readonly region: string }): boolean =>
    endpoint.model === model.id && (region === undefined || endpoint.region === region);
  const [rung] = planned.rungs;
  if (rung === undefined) return { allowed: false, rejected: [] };
  if (rung.endpoints.some(isUsed)) return { allowed: true, rejected: [] };

  const listed = leastRejected(rung, isUsed);
  if (listed !== undefined) return { allowed: false, rejected: listed };
  const [alone] = plan(withOnly(bundle, planned.route, model), request, epochMs).rungs;
  const isBreakingNoRule = alone === undefined || alone.endpoints.some(isUsed);
  return {
    allowed: false,
    rejected: isBreakingNoRule ? [] : (leastRejected(alone, isUsed) ?? []),
  };
}

/** The codes of the endpoint that fewest rules bar; undefined: the rung has none of them. */
function leastRejected(
  { rejections }: PlannedRung,
  isUsed: (endpoint: { readonly model: string; readonly region: string }) => boolean,
): readonly RejectionCode[] | undefined {
  return rejections
    .filter(({ endpoint }) => isUsed(endpoint))
    .map(({ reasons }) => codesOf(reasons))
    .toSorted((left, right) => left.length - right.length)[0];
}

/** Each code once, in the order of the checks. */
function codesOf(reasons: readonly Reason[]): readonly RejectionCode[] {
  return [...new Set(reasons.map(({ code }) => code))];
}

/** The bundle as if the route listed this model alone. */
function withOnly(bundle: Bundle, routeId: string | null, { id }: Model): Bundle {
  const routes = bundle.policy.routes.map((route) =>
    route.id === routeId ? { ...route, candidates: [id], fallback: null } : route,
  );
  return { ...bundle, policy: { ...bundle.policy, routes } };
}
