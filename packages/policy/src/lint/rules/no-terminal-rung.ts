import type { LintRule } from "../lint-rule.ts";

/** R16: a route for callers whose ladder ends in an error. */
export const noTerminalRung: LintRule = {
  id: "R16",
  severity: "error",
  summary: "A route's ladder does not end in `static`.",
  explanation:
    "When no model can answer, a ladder without `static` ends in an error for the user. `static` " +
    "costs nothing and needs no provider: it says what the user can do and when to try again. " +
    "Internal routes are exempt: a judge that cannot answer leaves the verdict `unjudged`.",
  find: ({ policy: { routes } }) =>
    routes.flatMap(({ id, index, internal, ladder }) => {
      if (internal || ladder.includes("static")) return [];
      return [
        {
          document: "policy",
          path: ["routes", index, "ladder"],
          about: id,
          message: `the ladder of route \`${id}\` ends in an error: it has no \`static\` rung`,
          fix: `ladder: [${[...ladder, "static"].join(", ")}]`,
        },
      ];
    }),
};
