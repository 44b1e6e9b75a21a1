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
export { explain, type ExplainedClosure, type Explanation } from "./explain/explain.ts";
export { formatExplanation } from "./explain/format-explanation.ts";
export { formatMicroUsd } from "./explain/format-micro-usd.ts";
export { reasonWords } from "./explain/reason-words.ts";
export { wrapText } from "./explain/wrap-text.ts";
export { baseModel } from "./plan/base-model.ts";
export { createPlanner, type Planner } from "./plan/create-planner.ts";
export { decide, endpointsLeft } from "./plan/decide.ts";
export { endpointId } from "./plan/endpoint-id.ts";
export { outputTokensLimit } from "./plan/output-limit.ts";
export { plan, planRoute } from "./plan/plan.ts";
export { costMicroUsd, costMicroUsdMax, tierFor } from "./price/cost-micro-usd.ts";
export { costPerSuccessMicroUsd, type Workload } from "./price/cost-per-success.ts";
export { priceAt } from "./price/price-at.ts";
export { createRouteQuota, type QuotaAsk, type RouteQuota } from "./quota/create-route-quota.ts";
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
  type Throttle,
  type ThrottleNews,
  type ThrottleRule,
} from "./spend/create-throttle.ts";
export { measuresByLevel, type SpendMeasures } from "./spend/spend-level.ts";
