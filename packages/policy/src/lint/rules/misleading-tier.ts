import type { Model } from "@switchyard/contract";
import { referencedModels } from "../../load/checks/check-bundle.ts";
import { costPerSuccessOn } from "../../price/cost-per-success.ts";
import type { LintContext, LintRule } from "../lint-rule.ts";

/** R15: a model of a higher tier that costs less than one of a lower tier on the same route. */
export const misleadingTier: LintRule = {
  id: "R15",
  severity: "warning",
  summary: "A model has a higher tier but a lower cost than another of its route.",
  explanation:
    "`tierDown` and budgets by tier save money only where a higher tier costs more. Here a model " +
    "costs less per successful answer, at every workload, than one of a lower tier beside it on a " +
    "route: going down a tier would cost more. Correct the tier or the price, or drop the dearer " +
    "model from the route.",
  find: (context) =>
    referencedModels(context.policy, context.catalog).flatMap((id) => {
      const model = context.catalog.models[id];
      const dearer = model === undefined ? [] : dearerBelow(model, context);
      const [first] = dearer;
      if (model === undefined || first === undefined) return [];
      return [
        {
          document: "catalog",
          path: ["models", id, "tier"],
          about: id,
          message: `\`${id}\` is of tier ${model.tier} and costs less per success than ${dearer.map((other) => `\`${other.id}\` (${other.tier})`).join(", ")}; going down a tier would cost more`,
          fix: `tier: ${first.tier}`,
        },
      ];
    }),
};

function dearerBelow(model: Model, { policy, catalog, day }: LintContext): readonly Model[] {
  const { tiers, workloads } = policy.domains;
  const beside = new Set(
    policy.routes.flatMap(({ candidates }) => (candidates.includes(model.id) ? candidates : [])),
  );
  return [...beside].flatMap((id) => {
    const other = catalog.models[id];
    if (other === undefined || tiers.indexOf(other.tier) >= tiers.indexOf(model.tier)) return [];
    const isDearer = Object.values(workloads).every(
      (workload) => costPerSuccessOn(other, workload, day) > costPerSuccessOn(model, workload, day),
    );
    return isDearer ? [other] : [];
  });
}
