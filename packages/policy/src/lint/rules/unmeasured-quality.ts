import type { Policy } from "@switchyard/contract";
import type { LintRule, RuleFinding } from "../lint-rule.ts";

/** R33: answers whose quality nobody knows. */
export const unmeasuredQuality: LintRule = {
  id: "R33",
  severity: "warning",
  summary: "A route serves answers of unmeasured quality.",
  explanation:
    "`qualityFloor: unmeasured` is a way to start: it is allowed for the lowest risk class only, " +
    "and every answer says so. Score the candidates on your own examples, write the scores into " +
    "`quality.scores` of the catalogue, and set a floor.",
  find: ({ policy }) => findUnmeasured(policy),
};

/** Routes whose floor is `unmeasured`; a policy alone shows them. */
export function findUnmeasured({ routes }: Policy): readonly RuleFinding[] {
  return routes.flatMap(({ id, index, limits }) => {
    if (limits.qualityFloor !== "unmeasured") return [];
    const way = "set a floor once there are scores";
    return [
      {
        document: "policy",
        path: ["routes", index, "limits", "qualityFloor"],
        about: id,
        message: `route \`${id}\` serves answers of unmeasured quality; ${way}`,
        fix: "qualityFloor: 0.80",
      },
    ];
  });
}
