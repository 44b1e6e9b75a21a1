export { budgets, type BudgetConstraints } from "./arbitraries/budgets.ts";
export { catalogs, type CatalogConstraints, type CatalogWords } from "./arbitraries/catalogs.ts";
export { decisionStates } from "./arbitraries/decision-states.ts";
export { eventTraces, type EventTraceConstraints } from "./arbitraries/event-traces.ts";
export { faultPlans, outages, type FaultPlanConstraints } from "./arbitraries/fault-plans.ts";
export { isLintClean, policies, type PolicyConstraints } from "./arbitraries/policies.ts";
export { requestClasses } from "./arbitraries/request-classes.ts";
export { requests, type RequestConstraints } from "./arbitraries/requests.ts";
export { asks, scenarios, type ScenarioConstraints } from "./arbitraries/scenarios.ts";
export { workloads, type WorkloadConstraints } from "./arbitraries/workloads.ts";
export {
  checkPolicy,
  formatCheck,
  type CheckOptions,
  type Counterexample,
  type PolicyCheck,
} from "./check/check-policy.ts";
export { type PolicyUnderTest } from "./check/policy-under-test.ts";
export {
  classifierConformance,
  type ClassifierSubject,
} from "./conformance/classifier-conformance.ts";
export {
  clockConformance,
  type ClockInHand,
  type ClockSubject,
} from "./conformance/clock-conformance.ts";
export {
  modelConformance,
  type ModelInHand,
  type ModelSubject,
  type NotTried,
  type OpenModel,
} from "./conformance/model-conformance.ts";
export { registerConformance, type TestFunction } from "./conformance/register-conformance.ts";
export {
  sinkConformance,
  type SinkInHand,
  type SinkSubject,
} from "./conformance/sink-conformance.ts";
export { budgetNeverExceeded } from "./invariants/budget-never-exceeded.ts";
export { capabilityKept } from "./invariants/capability-kept.ts";
export {
  createComplianceChecker,
  type ComplianceChecker,
  type ComplianceRule,
  type Violation,
} from "./invariants/compliance.ts";
export { deadlineKept } from "./invariants/deadline-kept.ts";
export { envelopeNeverWidened } from "./invariants/envelope-never-widened.ts";
export { everyAskEnds } from "./invariants/every-ask-ends.ts";
export { gatesOnEveryAnswer } from "./invariants/gates-on-every-answer.ts";
export { type Breach, type Invariant } from "./invariants/invariant.ts";
export { breachesOf, invariants } from "./invariants/invariants.ts";
export { noCallAfterEnd } from "./invariants/no-call-after-end.ts";
export { noSilentDrift } from "./invariants/no-silent-drift.ts";
export { policyHashOnEveryEvent } from "./invariants/policy-hash-on-every-event.ts";
export { qualityFloorBeforeCost } from "./invariants/quality-floor-before-cost.ts";
export { reservationsEndOnce } from "./invariants/reservations-end-once.ts";
export { riskNeverLowered } from "./invariants/risk-never-lowered.ts";
export { spendAddsUp } from "./invariants/spend-adds-up.ts";
export { staticRungLast } from "./invariants/static-rung-last.ts";
export { traceOf } from "./invariants/trace-of.ts";
export { type AskRecord, type BundleDocuments, type Trace } from "./invariants/trace.ts";
export {
  readStream,
  streamFaults,
  type StreamFault,
  type StreamReading,
} from "./invariants/stream-reading.ts";
export {
  assertCostsAtMost,
  assertHoldsInvariants,
  assertRoutesTo,
  assertSurvives,
} from "./matchers/assertions.ts";
export { type Claim } from "./matchers/claim.ts";
export { costsAtMost } from "./matchers/costs-at-most.ts";
export { type AtDay } from "./matchers/day-of.ts";
export { type StatedRequest } from "./matchers/explain-request.ts";
export { holdsInvariants } from "./matchers/holds-invariants.ts";
export { matchers, type PolicyMatchers } from "./matchers/matchers.ts";
export { routesTo } from "./matchers/routes-to.ts";
export { survives, type SurvivalOptions } from "./matchers/survives.ts";
export { play, type AskOf, type PlayOptions } from "./play/play.ts";
export { type ConformanceCheck } from "@switchyard/contract";
export {
  healthConformance,
  ledgerConformance,
  quotaConformance,
  type HealthSubject,
  type LedgerSubject,
  type QuotaSubject,
  type SharedHealth,
} from "@switchyard/ledger/conformance";
