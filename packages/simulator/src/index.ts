export { createKeyedRng } from "./chance/create-keyed-rng.ts";
export { exponentialMs } from "./chance/exponential-ms.ts";
export { lognormalMs } from "./chance/lognormal-ms.ts";
export { pickWeighted } from "./chance/pick-weighted.ts";
export { createDrillFold, type DrillMeasure, type DrillState } from "./drill/drill-fold.ts";
export { planDrills, type DrillPlan, type PlannedDrill } from "./drill/plan-drills.ts";
export {
  createFaultEngine,
  type FaultCall,
  type FaultEngine,
  type FaultEngineOptions,
  type FaultVerdict,
  type ScheduledFault,
} from "./faults/create-fault-engine.ts";
export {
  Fault,
  type CallFault,
  type FaultBehaviour,
  type FaultType,
  type WorldFault,
} from "./faults/fault.ts";
export type { FaultSchedule, FaultTiming } from "./faults/fault-schedule.ts";
export { targetInWords } from "./faults/target-in-words.ts";
export type { AimedTarget, FaultTarget } from "./faults/fault-target.ts";
export type { AppliedFault, FaultEffect, RateWindow } from "./faults/fault-effect.ts";
export {
  createVirtualClock,
  type VirtualClock,
  type VirtualClockOptions,
} from "./time/create-virtual-clock.ts";
export type { Pace } from "./time/pace.ts";
export { SimDeadlock } from "./time/sim-deadlock.ts";
export { SimEscape } from "./time/sim-escape.ts";
export type { CallScript } from "./wire/call-script.ts";
export {
  createSimulatedFetch,
  type ServedCall,
  type SimulatedFetchOptions,
} from "./wire/create-simulated-fetch.ts";
export { LOW_QUALITY_TEXT, REFUSAL_TEXT } from "./wire/filler-text.ts";
export { simulatedEnv } from "./wire/simulated-env.ts";
export type { CheckAdvice, CheckOutcome, RouteMeasure } from "./rehearsal/checks/check-outcome.ts";
export type { Stop } from "./rehearsal/checks/create-stop-watch.ts";
export type { ProviderRole, ProviderRoles } from "./rehearsal/provider-roles.ts";
export { planRehearsal, type RehearsalPlan } from "./rehearsal/rehearsal-plan.ts";
export type { RehearsalOutcome } from "./rehearsal/rehearsal-outcome.ts";
export {
  askOfRouter,
  rehearse,
  type Fidelity,
  type LiveRehearsal,
  type RehearsalOptions,
  type RehearsalPorts,
} from "./rehearsal/rehearse.ts";
export { comparisonsOf, controlOf, type SideRun } from "./rehearsal/side-runs.ts";
export type { AnswerReading } from "./rehearsal/watch-answers.ts";
export type { Ask } from "./rehearsal/run-traffic.ts";
export { PHASES, type CheckDocument, type Phase } from "./scenario/check-document.ts";
export type { FreshFault, FreshPush, LiveFaults } from "./rehearsal/create-live-faults.ts";
export type { FaultReading } from "./rehearsal/taxonomy/read-fault.ts";
export type { Taxonomy, TaxonomyCell } from "./rehearsal/taxonomy/read-taxonomy.ts";
export { loadScenario } from "./scenario/load-scenario.ts";
export { policyChanges } from "./scenario/policy-changes.ts";
export { METRIC_FACTS, METRICS, type Metric, type MetricUnit } from "./scenario/metric.ts";
export type {
  AskDocument,
  MixDocument,
  OpeningDocument,
  ScenarioDocument,
  SurgeDocument,
  WorkloadDocument,
} from "./scenario/scenario-document.ts";
export { scenarioJsonSchema } from "./scenario/scenario-json-schema.ts";
export { DRAWN_INCIDENT } from "./incidents/draw-incident.ts";
export { EVIDENCE, type Evidence, type IncidentDocument } from "./incidents/incident-document.ts";
export type { ScenarioGroup } from "./scenario/shipped-files.ts";
export type { ComparisonDocument } from "./scenario/comparison-document.ts";
export type {
  Check,
  CheckScope,
  Comparison,
  Opening,
  Scenario,
  StopCondition,
} from "./scenario/scenario.ts";
export {
  listScenarios,
  shippedScenario,
  shippedScenarioSource,
  type ShippedScenario,
} from "./scenario/shipped-scenarios.ts";
export { loadTrace, SHIPPED_TRACES } from "./traces/load-trace.ts";
export type { Trace, TraceRow } from "./traces/trace.ts";
export { createListedWorkload, type ListedAsk } from "./workload/create-listed-workload.ts";
export {
  createWorkload,
  type Workload,
  type WorkloadOptions,
  type WorkloadRequest,
} from "./workload/create-workload.ts";
export type { Surge } from "./workload/with-surge.ts";
export { deriveMix, type DeriveMixOptions } from "./workload/derive-mix.ts";
export type { Mix, TrafficClass, UnservableClass } from "./workload/traffic-class.ts";
