import type { Bundle, Endpoint } from "@switchyard/contract";
import { domainsOf } from "../analyse/failure-domains.ts";
import { endpointId, providerOf } from "../plan/endpoint-id.ts";
import { DRILL_STARTS, type Drill } from "./drill-record.ts";

/** A drill that a bundle has to show. */
export interface NeededDrill extends Pick<Drill, "lose" | "start" | "risks"> {
  /**
   * Much traffic calls the provider first; the policy claims to survive the loss; or somebody asked
   * for it.
   */
  readonly because: "first-choice" | "claimed" | "asked";
}

type Loss = Omit<NeededDrill, "start">;

/**
 * The failover drills of a bundle: the loss of each provider that traffic calls first most, and
 * every single loss that `contingency.require` claims to serve at the floor, each cold and hot. The
 * loss of two domains at once, and a claim of `rung-defined` only, which needs no provider, are
 * proved by `check` and not drilled.
 *
 * @param firstChoices the top providers by their share of first choices, most first; two as a rule
 * @param asked further failure domains to lose, such as `provider:openai`
 */
export function neededDrills(
  bundle: Bundle,
  firstChoices: readonly string[],
  asked: readonly string[] = [],
): readonly NeededDrill[] {
  const all = bundle.policy.domains.risks;
  const losses = new Map<string, Loss>();
  for (const provider of firstChoices) {
    const lost = `provider:${provider}`;
    losses.set(lost, { lose: [lost], risks: all, because: "first-choice" });
  }
  for (const { lost, claimed } of claimedLosses(bundle)) {
    const before = losses.get(lost);
    const judged = all.filter((risk) => claimed.includes(risk) || before?.risks.includes(risk));
    losses.set(lost, { lose: [lost], because: "claimed", ...before, risks: judged });
  }
  for (const lost of asked) {
    losses.set(lost, { lose: [lost], because: "asked", ...losses.get(lost), risks: all });
  }
  return [...losses.values()].flatMap(({ lose, risks, because }) =>
    DRILL_STARTS.map((start) => ({ lose, start, risks, because })),
  );
}

/** Each domain of a claimed kind that a caller's route has an endpoint in, sorted within a claim. */
function claimedLosses({
  policy,
  catalog,
}: Bundle): readonly { readonly lost: string; readonly claimed: readonly string[] }[] {
  const callers = policy.routes.filter(
    ({ internal, lifecycle }) => !internal && lifecycle !== "retired",
  );
  const models = new Set(callers.flatMap(({ candidates }) => candidates));
  const endpoints = [...models].flatMap((model): readonly Endpoint[] => {
    const { provider = providerOf(model), regions = [] } = catalog.models[model] ?? {};
    return regions.map((region) => ({ id: endpointId(model, region), model, provider, region }));
  });
  return (policy.contingency?.require ?? []).flatMap(({ lose, of, risks, then }) => {
    if (lose !== 1 || then !== "served-at-floor") return [];
    const domains = endpoints.flatMap((endpoint) => domainsOf(catalog, endpoint, [of]));
    return [...new Set(domains)].toSorted().map((lost) => ({ lost, claimed: risks }));
  });
}
