import type { Budget, Plan } from "@switchyard/contract";

/**
 * The budgets whose spend levels an ask heeds: those that every call of it is charged to, and that
 * of a tier which it would be served by. A provider's or a model's budget that runs out has a
 * remedy of its own, the next provider, and takes no tier from the others.
 *
 * @param plan as it is while spend takes no tier
 */
export function budgetsInScope(
  budgets: readonly Budget[],
  { route, segment }: { readonly route: string; readonly segment: string },
  { rungs }: Pick<Plan, "rungs">,
): readonly Budget[] {
  return budgets.filter(({ scope }) => {
    if (scope === "all") return true;
    if ("segment" in scope) return scope.segment === segment;
    if ("route" in scope) return scope.route === route;
    if (!("tier" in scope)) return false;
    return rungs[0]?.endpoints.some(({ tier }) => tier === scope.tier) === true;
  });
}
