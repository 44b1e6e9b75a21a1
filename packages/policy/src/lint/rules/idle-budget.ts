import type { BudgetScope } from "@switchyard/contract";
import { referencedModels } from "../../load/checks/check-bundle.ts";
import type { LintContext, LintRule } from "../lint-rule.ts";

/** R28: a cap on spend that cannot happen. */
export const idleBudget: LintRule = {
  id: "R28",
  severity: "error",
  summary: "A budget's scope matches nothing.",
  explanation:
    "No route can spend on what the budget covers, so its cap never bites and its alerts never " +
    "come. Usually the scope names a tier, provider, model or segment that no route uses any more.",
  find: (context) =>
    context.policy.budgets.flatMap(({ id, scope }, index) => {
      const [kind, name] = scope === "all" ? [] : (Object.entries(scope)[0] ?? []);
      if (kind === undefined || scope === "all" || canSpend(scope, context)) return [];
      return [
        {
          document: "policy",
          path: ["budgets", index, "scope"],
          about: id,
          message: `budget \`${id}\` covers ${kind} \`${name}\`, on which no route can spend`,
          fix: "scope: all",
        },
      ];
    }),
};

function canSpend(scope: Exclude<BudgetScope, "all">, { policy, catalog }: LintContext): boolean {
  const inService = policy.routes.filter(({ lifecycle }) => lifecycle !== "retired");
  const models = referencedModels({ ...policy, routes: inService }, catalog).flatMap(
    (id) => catalog.models[id] ?? [],
  );
  if ("tier" in scope) return models.some(({ tier }) => tier === scope.tier);
  if ("provider" in scope) return models.some(({ provider }) => provider === scope.provider);
  if ("model" in scope) return models.some(({ id }) => id === scope.model);
  if ("route" in scope) return inService.some(({ id }) => id === scope.route);
  return inService.some(
    ({ match }) => match !== undefined && (match.segments?.includes(scope.segment) ?? true),
  );
}
