import type { LintRule } from "../lint-rule.ts";

/** R24: attempts that end before a provider that still answers is reached. */
export const tooFewAttempts: LintRule = {
  id: "R24",
  severity: "warning",
  summary: "`attempts.max` is too small to reach a provider that survives a required loss.",
  explanation:
    "Each provider that has just failed costs one attempt before its breaker opens; the next " +
    "attempt goes to a provider that was not tried. Surviving the loss of n providers at the " +
    "floor therefore needs n + 1 attempts.",
  find: ({ policy: { defaults, contingency } }) => {
    const { max } = defaults.attempts;
    const losses = (contingency?.require ?? []).flatMap(({ lose, of, then }) =>
      of === "provider" && then === "served-at-floor" ? lose : [],
    );
    const most = Math.max(0, ...losses);
    if (max > most) return [];
    return [
      {
        document: "policy",
        path: ["defaults", "attempts", "max"],
        about: "attempts",
        message: `${max} attempts cannot reach a provider that survives the loss of ${most}, which \`contingency.require\` asks for`,
        fix: `max: ${most + 1}`,
      },
    ];
  },
};
