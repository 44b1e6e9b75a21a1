import type { Model } from "@switchyard/contract";
import { referencedModels } from "../../load/checks/check-bundle.ts";
import { daysUntil } from "../days-until.ts";
import type { LintContext, LintRule, RuleFinding } from "../lint-rule.ts";

/** R17: what is retired serves nobody, whatever still names it. */
export const retiredReferenced: LintRule = {
  id: "R17",
  severity: "error",
  summary: "A retired model or route is still referenced.",
  explanation:
    "A retired model is never called, and neither is one whose sunset day has come; a retired " +
    "route takes nothing and gives no candidates. Whatever still names one has less behind it " +
    "than it seems. Replace the name, or take it off.",
  find: (context) => [...endings(context, true), ...retiredFallbacks(context)],
};

/** R18: what is deprecated still serves, and will not for long. */
export const deprecatedInUse: LintRule = {
  id: "R18",
  severity: "warning",
  summary: "A deprecated model, or one with a sunset day, is in use.",
  explanation:
    "The provider has said that the model ends. Until then it serves as before. Measure its " +
    "replacement, add that to the routes, and take the old one off before its day.",
  find: (context) => endings(context, false),
};

function endings(context: LintContext, isOver: boolean): readonly RuleFinding[] {
  const { policy, catalog, day } = context;
  return referencedModels(policy, catalog).flatMap((id) => {
    const model = catalog.models[id];
    const ending = model === undefined ? undefined : endingOf(model, day);
    if (model === undefined || ending === undefined || ending.isOver !== isOver) return [];
    const users = policy.routes.filter(({ candidates }) => candidates.includes(id));
    const routes = users.map((route) => route.id).join(", ");
    const next =
      model.replacedBy === undefined ? "" : `; it is replaced by \`${model.replacedBy}\``;
    const [first] = users;
    const others = first?.candidates.filter((name) => name !== id) ?? [];
    const candidates = new Set(
      model.replacedBy === undefined ? others : [...others, model.replacedBy],
    );
    return [
      {
        document: "catalog",
        path: ["models", id, "lifecycle"],
        about: id,
        message: `\`${id}\` ${ending.words}, used by ${routes}${next}`,
        fix: `candidates: [${[...candidates].join(", ")}]`,
      },
    ];
  });
}

interface Ending {
  readonly isOver: boolean;
  readonly words: string;
}

function endingOf({ lifecycle, sunset }: Model, day: string): Ending | undefined {
  if (sunset !== undefined && sunset <= day) {
    return { isOver: true, words: `is no longer served since ${sunset}` };
  }
  if (lifecycle === "retired") return { isOver: true, words: "is retired and never called" };
  if (sunset !== undefined) {
    const left = daysUntil(sunset, day);
    return { isOver: false, words: `is ${lifecycle} and ends on ${sunset}, in ${left} days` };
  }
  return lifecycle === "deprecated" ? { isOver: false, words: "is deprecated" } : undefined;
}

function retiredFallbacks({ policy: { routes } }: LintContext): readonly RuleFinding[] {
  return routes.flatMap(({ id, index, fallback, lifecycle }) => {
    const target = routes.find((route) => route.id === fallback);
    if (lifecycle === "retired" || target?.lifecycle !== "retired") return [];
    return [
      {
        document: "policy",
        path: ["routes", index, "fallback"],
        about: id,
        message: `route \`${id}\` falls back to \`${target.id}\`, which is retired and gives no candidates`,
        fix: `fallback: ${routes.find((route) => route.id === target.fallback)?.id ?? "none"}`,
      },
    ];
  });
}
