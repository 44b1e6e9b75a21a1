import type { CheckOutcome, Stop, Taxonomy } from "@switchyard/simulator";
import type { RehearsalRun } from "../chaos/run-rehearsal.ts";
import type { SideOutcome } from "../chaos/run-sides.ts";
import type { Verdict } from "../chaos/verdict.ts";
import { readBudget } from "../view/budget-view.ts";
import { checkText } from "./check-text.ts";
import { adviceText } from "./locate-advice.ts";
import { insideSlaOf } from "./side-section.ts";
import { taxonomyOf } from "./taxonomy-table.ts";
import { watchedBudget } from "./watched-budget.ts";

/** One expectation for machines. `ok` is false only where it failed. */
export interface JsonCheck {
  readonly name: string;
  readonly metric: string;
  readonly ok: boolean;
  readonly status: CheckOutcome["status"];
  /** In the bound's unit: a share from 0 to 1, milliseconds, micro-US-dollars or a count. */
  readonly actual: number | null;
  /** As the scenario has it, such as `>= 97%`. */
  readonly expected: string;
  /** Why it matters, from the scenario. */
  readonly why?: string;
  /** Why it could not be measured. */
  readonly note?: string;
  /** What to change, each with its place in the policy's file. */
  readonly change?: string;
}

/** One run that the rehearsal is held against. */
export interface JsonSide {
  readonly kind: SideOutcome["kind"];
  readonly name: string;
  readonly requests: number;
  /** Asks that a model answered inside their SLA. */
  readonly insideSla: number;
  readonly calls: number;
  readonly spendMicroUsd: number;
  readonly p95Ms: number | null;
  readonly simulatedQuality: number | null;
  readonly checks: readonly JsonCheck[];
}

/** What ended a rehearsal before its time. */
export interface JsonStop {
  /** Such as `availability < 90% for 30s`. */
  readonly condition: string;
  readonly metric: string;
  /** Virtual milliseconds since the start. */
  readonly atMs: number;
  /** In the bound's unit, as for checks. */
  readonly measured: number;
  /** Why it matters, from the scenario. */
  readonly why?: string;
}

/** What `sim chaos --json` prints. Version 1; keys may be added, never change their meaning. */
export interface JsonReport {
  readonly version: 1;
  readonly verdict: Verdict["kind"];
  readonly scenario: string;
  readonly seed: string;
  readonly bundleHash: string;
  readonly eventsSha256: string;
  readonly requests: number;
  /** Of these, asks for what the same user had asked before, in vain. */
  readonly reasked: number;
  readonly answered: number;
  readonly degraded: number;
  readonly refused: number;
  readonly failed: number;
  readonly policyViolations: number;
  /** Spend of the run itself, without any opening balance. */
  readonly spendMicroUsd: number;
  /** Of the budget the scenario watches; null: the policy has none that covers everything. */
  readonly capMicroUsd: number | null;
  readonly costPerSuccessfulTaskMicroUsd: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly fallbackRate: number;
  readonly hedges: number;
  /** Spend of calls that another call of the ask outran. */
  readonly outrunMicroUsd: number;
  readonly simulatedMs: number;
  readonly wallMs: number;
  readonly budgets: readonly {
    readonly id: string;
    readonly openingMicroUsd: number;
    /** The opening balance included. */
    readonly spentMicroUsd: number;
    readonly capMicroUsd: number;
    readonly denied: number;
  }[];
  /** Kinds of failures seen against kinds injected; only where an expectation is `misread`. */
  readonly taxonomy?: Taxonomy;
  readonly checks: readonly JsonCheck[];
  /** The scenario's stop condition that ended it; absent: none did. */
  readonly stop?: JsonStop;
  /** Asks that were lost with the router's process. */
  readonly lost: number;
  /** Mean true quality of the providers' answers, as simulated; null: there were none. */
  readonly simulatedQuality: number | null;
  /** What providers charge beyond what was booked. */
  readonly unbookedMicroUsd: number;
  /** What each fault took effect on. */
  readonly faultHits: Readonly<Record<string, number>>;
  /** The same run without faults, and the scenario's comparisons. */
  readonly sides: readonly JsonSide[];
  readonly notices: readonly string[];
}

export function jsonReport(run: RehearsalRun, verdict: Verdict): JsonReport {
  const { outcome, documents, model, violations, eventsSha256, wallMs } = run;
  const { summary } = outcome;
  const taxonomy = taxonomyOf(run);
  return {
    version: 1,
    verdict: verdict.kind,
    scenario: outcome.scenario,
    seed: outcome.seed,
    bundleHash: outcome.bundleHash,
    eventsSha256,
    requests: outcome.requests,
    reasked: outcome.reasked,
    answered: summary.answered,
    degraded: summary.degraded,
    refused: summary.refused,
    failed: summary.failed,
    policyViolations: violations.length,
    spendMicroUsd: summary.spendMicroUsd,
    capMicroUsd: watchedBudget(documents)?.capMicroUsd ?? null,
    costPerSuccessfulTaskMicroUsd: summary.costPerSuccessfulTaskMicroUsd,
    p50Ms: summary.p50Ms,
    p95Ms: summary.p95Ms,
    fallbackRate: summary.fallbackRate,
    hedges: summary.hedges,
    outrunMicroUsd: summary.outrunMicroUsd,
    simulatedMs: outcome.simulatedMs,
    wallMs: Math.round(wallMs),
    budgets: Object.values(model.budgets).map((view) => ({
      id: view.budget.id,
      openingMicroUsd: view.openingMicroUsd,
      spentMicroUsd: readBudget(view, model.nowAtMs, model.startedAtMs).spentMicroUsd,
      capMicroUsd: view.budget.capMicroUsd,
      denied: view.denied,
    })),
    ...(taxonomy !== undefined && { taxonomy }),
    checks: outcome.checks.map((check) => jsonCheck(check, run)),
    ...(outcome.stop !== undefined && { stop: jsonStop(outcome.stop) }),
    lost: outcome.lost,
    simulatedQuality: outcome.answers.quality,
    unbookedMicroUsd: outcome.answers.unbookedMicroUsd,
    faultHits: outcome.hits,
    sides: run.sides.map((side) => jsonSide(side, run)),
    notices: outcome.notices,
  };
}

function jsonStop({ condition, atMs, measured }: Stop): JsonStop {
  const { metric, why } = condition.check.written;
  return { condition: condition.text, metric, atMs, measured, ...(why !== undefined && { why }) };
}

function jsonSide({ kind, name, outcome }: SideOutcome, run: RehearsalRun): JsonSide {
  const { summary, answers, requests, checks } = outcome;
  return {
    kind,
    name,
    requests,
    insideSla: insideSlaOf(summary),
    calls: summary.attempts,
    spendMicroUsd: summary.spendMicroUsd,
    p95Ms: summary.p95Ms,
    simulatedQuality: answers.quality,
    checks: checks.map((check) => jsonCheck(check, run)),
  };
}

function jsonCheck(outcome: CheckOutcome, { documents }: RehearsalRun): JsonCheck {
  const { check, status, measured, advice, note } = outcome;
  const { locate } = documents.bundle.policy;
  const { why } = check.written;
  const changes = advice.map((one) => adviceText(one, locate));
  return {
    name: checkText(check),
    metric: check.metric,
    ok: status !== "failed",
    status,
    actual: measured,
    expected: check.written.is,
    ...(why !== undefined && { why }),
    ...(note !== undefined && { note }),
    ...(changes.length > 0 && { change: changes.join("\n") }),
  };
}
