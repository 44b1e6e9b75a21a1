import type { LintRule } from "../lint-rule.ts";
import { sharedClasses } from "../shared-classes.ts";

/** R06: a fallback that takes nothing of what its route takes gives no candidates. */
export const fallbackNeverApplies: LintRule = {
  id: "R06",
  severity: "warning",
  summary: "A fallback takes none of its route's intents and risks.",
  explanation:
    "A fallback route gives its candidates only to requests whose intent and risk it takes " +
    "itself. One that shares none with the route looks like a safety net and is none. Let the " +
    "fallback match what it should catch, or write `fallback: none`.",
  find: ({ policy: { routes } }) =>
    routes.flatMap((route) => {
      const fallback = routes.find(({ id }) => id === route.fallback);
      if (route.internal || fallback === undefined || sharedClasses(route, fallback)) return [];
      return [
        {
          document: "policy",
          path: ["routes", route.index, "fallback"],
          about: route.id,
          message: `fallback \`${fallback.id}\` takes none of the intents and risks of route \`${route.id}\`, so it never helps`,
          fix: "fallback: none",
        },
      ];
    }),
};
