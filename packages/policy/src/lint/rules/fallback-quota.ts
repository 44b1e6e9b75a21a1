import type { LintRule, RuleFinding } from "../lint-rule.ts";
import { sharedClasses } from "../shared-classes.ts";

const QUOTAS = ["requestsPerMinute", "tokensPerMinute", "concurrencyMax"] as const;

/** R27: a fallback that may carry less than its route. */
export const fallbackQuota: LintRule = {
  id: "R27",
  severity: "warning",
  summary: "A fallback's quota cannot absorb its route's.",
  explanation:
    "When a route's candidates are lost, all its requests come to the fallback at once. A quota " +
    "below the route's refuses the difference at the worst moment. Raise the fallback's, or lower " +
    "the route's to what can be caught.",
  find: ({ policy: { routes } }) =>
    routes.flatMap((route) => {
      const fallback = routes.find(({ id }) => id === route.fallback);
      if (fallback === undefined || !sharedClasses(route, fallback)) return [];
      return QUOTAS.flatMap((key): readonly RuleFinding[] => {
        const own = route.quota?.[key];
        const caught = fallback.quota?.[key];
        if (own === undefined || caught === undefined || caught >= own) return [];
        return [
          {
            document: "policy",
            path: ["routes", fallback.index, "quota", key],
            about: fallback.id,
            message: `fallback \`${fallback.id}\` has ${key} ${caught}, which cannot absorb ${own} of route \`${route.id}\``,
            fix: `${key}: ${own}`,
          },
        ];
      });
    }),
};
