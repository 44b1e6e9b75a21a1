import type { LintRule, RuleText } from "./lint-rule.ts";
import { ANALYSIS_RULES } from "./rules/analysis-rules.ts";
import { DOCUMENT_RULES, idleSuppression, strayLock } from "./rules/document-rules.ts";
import { deprecatedInUse, retiredReferenced } from "./rules/end-of-life.ts";
import { endingException } from "./rules/ending-exception.ts";
import { fallbackBelowFloor } from "./rules/fallback-below-floor.ts";
import { fallbackNeverApplies } from "./rules/fallback-never-applies.ts";
import { fallbackQuota } from "./rules/fallback-quota.ts";
import { idleBudget } from "./rules/idle-budget.ts";
import { ladderNotMonotone } from "./rules/ladder-not-monotone.ts";
import { misleadingTier } from "./rules/misleading-tier.ts";
import { missingScore } from "./rules/missing-score.ts";
import { noTerminalRung } from "./rules/no-terminal-rung.ts";
import { oldScores } from "./rules/old-scores.ts";
import { tiedCandidates } from "./rules/tied-candidates.ts";
import { tooFewAttempts } from "./rules/too-few-attempts.ts";
import { unmeasuredQuality } from "./rules/unmeasured-quality.ts";

/** The rules that look at a bundle and need no analysis of its classes. */
export const BUNDLE_RULES: readonly LintRule[] = [
  fallbackNeverApplies,
  fallbackBelowFloor,
  ladderNotMonotone,
  misleadingTier,
  noTerminalRung,
  retiredReferenced,
  deprecatedInUse,
  missingScore,
  oldScores,
  tooFewAttempts,
  fallbackQuota,
  idleBudget,
  endingException,
  tiedCandidates,
  unmeasuredQuality,
];

/** Every rule that lint knows, ascending by id. Ids are stable and never used again. */
export const LINT_RULES: readonly RuleText[] = [
  ...DOCUMENT_RULES,
  ...BUNDLE_RULES,
  ...Object.values(ANALYSIS_RULES),
  strayLock,
  idleSuppression,
].toSorted((left, right) => Number(left.id.slice(1)) - Number(right.id.slice(1)));
