import { daysUntil } from "../days-until.ts";
import type { LintRule, RuleFinding } from "../lint-rule.ts";

/**
 * Days for which a catalogue is believed: models behind one name change within a quarter, so older
 * measurements speak of other models.
 */
export const CATALOG_AGE_DAYS_MAX = 90;

/** R20: scores that nobody measured, or that are old. */
export const oldScores: LintRule = {
  id: "R20",
  severity: "warning",
  summary: "Quality scores come from no evaluation, or the catalogue is old.",
  explanation:
    "Floors hold only as well as the scores behind them. `quality.artefact: none` says that they " +
    "are estimates; a catalogue older than 90 days describes models that have moved since. " +
    "Measure, write the artefact's path, and set `asOf` to the day of the measurement.",
  find: ({ policy, catalog, artefact, day }) => {
    const findings: RuleFinding[] = [];
    const hasFloor = policy.routes.some(({ limits }) => limits.qualityFloor !== "unmeasured");
    if (hasFloor && artefact === "none") {
      findings.push({
        document: "catalog",
        path: ["quality", "artefact"],
        about: "quality",
        message: "the quality scores come from no evaluation, and floors are held by them",
        fix: "artefact: evals/scores.jsonl",
      });
    }
    const age = daysUntil(day, catalog.asOf);
    if (age > CATALOG_AGE_DAYS_MAX) {
      findings.push({
        document: "catalog",
        path: ["asOf"],
        about: "catalogue",
        message: `the catalogue is of ${catalog.asOf}, ${age} days old; at most ${CATALOG_AGE_DAYS_MAX} are believed`,
        fix: `asOf: ${day}`,
      });
    }
    return findings;
  },
};
