export {
  type AnalysisFinding,
  type AnalysisKind,
  type ClassCube,
  type NumberRange,
  type Witness,
} from "./analyse/analysis-finding.ts";
export {
  analysePolicy,
  type AnalysisOptions,
  type AnalysisProgress,
  type PolicyAnalysis,
} from "./analyse/analyse-policy.ts";
export { type ShownCut } from "./analyse/cold-cuts.ts";
export { endpointsDown } from "./analyse/endpoints-down.ts";
export { type Reach } from "./analyse/find-compliance.ts";
export {
  loseDomains,
  type FirstChoice,
  type LossCase,
  type LossEffect,
  type RouteLoss,
} from "./analyse/lose-domains.ts";
export { NodeBudgetError } from "./analyse/node-budget-error.ts";
export { type RetryAmplification } from "./analyse/retry-amplification.ts";
export { type RouteWorstCase } from "./analyse/worst-cases.ts";
export {
  budgetLines,
  createBudgetLines,
  createLinesOf,
  type BudgetCharge,
} from "./budget/budget-lines.ts";
export { createWindows, windowInstance } from "./budget/window-instance.ts";
export { type ChangeGroup } from "./diff/change-groups.ts";
export { cubeWords } from "./diff/words/cube-words.ts";
export { diffWords, type DiffWords } from "./diff/words/diff-words.ts";
export {
  extentWords,
  figureWords,
  KIND_WORDS,
  moveWords,
  shareWords,
} from "./diff/words/group-words.ts";
export { thousandsApart } from "./diff/words/thousands-apart.ts";
export { type FigureChange, type FigureRange, type GroupFigures } from "./diff/change-figures.ts";
export { CHANGE_KINDS, type ChangeKind, type Reaching } from "./diff/class-change.ts";
export { type Weighting } from "./diff/comparison.ts";
export { diffBundles, type ReviewedDiff } from "./diff/diff-bundles.ts";
export { type Ending, type GroupSide } from "./diff/group-side.ts";
export { type Interaction } from "./diff/interaction.ts";
export { type DiffOptions } from "./diff/make-diff.ts";
export {
  type ChangedVariable,
  type DiffSide,
  type DiffVerdict,
  type GroupWitness,
  type PolicyDiff,
  type ShownGroup,
} from "./diff/policy-diff.ts";
export {
  REVIEW_QUESTIONS,
  type ReviewAnswer,
  type ReviewEvidence,
  type ReviewQuestion,
} from "./diff/review/review-answer.ts";
export { type Review, type ReviewOutcome } from "./diff/review/review-change.ts";
export { type BrokenRule } from "./diff/rules-of-change.ts";
export { type TrafficRow } from "./diff/traffic.ts";
export { contentHash, isIntact } from "./evidence/content-hash.ts";
export {
  DRILL_STARTS,
  hasPassedDrill,
  readDrillRecord,
  sealDrillRecord,
  type Drill,
  type DrillContent,
  type DrillRecord,
  type DrillRoute,
  type DrillStart,
} from "./evidence/drill-record.ts";
export {
  DRILL_AGE_MAX_MS,
  drillReadiness,
  type DrillReadiness,
  type DrillStanding,
  type RefusedRecord,
  type WantedDrills,
} from "./evidence/drill-readiness.ts";
export {
  readEvalArtefact,
  sealEvalArtefact,
  type EvalArtefact,
  type EvalContent,
  type EvalMetrics,
  type EvalResult,
  type EvalSlice,
  type EvalSource,
  type MetricDelta,
} from "./evidence/eval-artefact.ts";
export { evidenceAgeMs } from "./evidence/evidence-age.ts";
export { neededDrills, type NeededDrill } from "./evidence/needed-drills.ts";
export { shellWord } from "./evidence/shell-word.ts";
export {
  verifyEvalArtefacts,
  type EvalEvidence,
  type WantedEvals,
} from "./evidence/verify-eval-artefacts.ts";
export {
  explain,
  type ExplainedClosure,
  type ExplainedQuota,
  type Explanation,
} from "./explain/explain.ts";
export { formatExplanation } from "./explain/format-explanation.ts";
export { formatMicroUsd } from "./explain/format-micro-usd.ts";
export { reasonWords } from "./explain/reason-words.ts";
export { wrapText } from "./explain/wrap-text.ts";
export { baseModel } from "./plan/base-model.ts";
export { createPlanner, type Planner } from "./plan/create-planner.ts";
export { decide, firstLeft } from "./plan/decide.ts";
export { endpointId } from "./plan/endpoint-id.ts";
export { outputTokensLimit } from "./plan/output-limit.ts";
export { plan, planRoute } from "./plan/plan.ts";
export { costMicroUsd, costMicroUsdMax, tierFor } from "./price/cost-micro-usd.ts";
export { costPerSuccessMicroUsd, type Workload } from "./price/cost-per-success.ts";
export { priceAt } from "./price/price-at.ts";
export { DAY_MS, utcDay } from "./price/utc-day.ts";
export {
  createRouteQuota,
  type QuotaAsk,
  type QuotaSeat,
  type QuotaSeats,
  type RouteQuota,
  type RouteQuotaState,
} from "./quota/create-route-quota.ts";
export {
  ASKING_MS,
  BURST_MS,
  MINUTE_MS,
  SEAT_RETRY_MS,
  SET_BACK_MS,
  SLACK,
} from "./quota/quota-terms.ts";
export { validateRequest } from "./request/validate-request.ts";
export {
  makeCatalogLock,
  parseCatalogLock,
  type CatalogLock,
  type CatalogRegistry,
  type ModelFacts,
} from "./load/catalog-lock.ts";
export { findingsOfMistakes } from "./lint/findings-of-mistakes.ts";
export { lintBundle, type LintOptions, type RuleViolation } from "./lint/lint-bundle.ts";
export { type LintFinding } from "./lint/lint-finding.ts";
export {
  type Acceptance,
  type RuleFinding,
  type RuleText,
  type Severity,
  type WitnessLoss,
} from "./lint/lint-rule.ts";
export { LINT_RULES } from "./lint/lint-rules.ts";
export { daysUntil } from "./lint/days-until.ts";
export { CATALOG_AGE_DAYS_MAX } from "./lint/rules/old-scores.ts";
export { violationsOfAnalysis } from "./lint/violations-of-analysis.ts";
export { createBundle, type LoadedBundle } from "./load/create-bundle.ts";
export { type DocumentSource } from "./load/document-source.ts";
export { expandPolicy } from "./load/expand-policy.ts";
export { hashBundle, SEMANTICS_VERSION } from "./load/hash-bundle.ts";
export { loadCatalog, type LoadedCatalog } from "./load/load-catalog.ts";
export { loadPolicy, type LoadedPolicy } from "./load/load-policy.ts";
export { nearest } from "./load/nearest.ts";
export { parseDurationMs } from "./load/parse-duration-ms.ts";
export { parseMicroUsd } from "./load/parse-micro-usd.ts";
export { parseShare } from "./load/parse-share.ts";
export { parseYaml, type ParsedYaml } from "./load/parse-yaml.ts";
export { type Locate } from "./load/source-map.ts";
export {
  createSpendWatch,
  type BudgetReading,
  type BudgetStanding,
  type Instant,
  type SpendNews,
  type SpendWatch,
} from "./spend/create-spend-watch.ts";
export {
  createThrottle,
  DEMAND_MS,
  type TakenDemand,
  type Throttle,
  type ThrottleNews,
  type ThrottleRule,
} from "./spend/create-throttle.ts";
export { measuresByLevel, type SpendMeasures } from "./spend/spend-level.ts";
