import type { Budget, Bundle, PlannedEndpoint } from "@switchyard/contract";
import { costMicroUsd, createBudgetLines, priceAt } from "@switchyard/policy";
import type { Opening, Scenario } from "../scenario/scenario.ts";
import type { ScheduledFault } from "../faults/create-fault-engine.ts";
import type { Workload, WorkloadRequest } from "../workload/create-workload.ts";
import { isHit } from "./is-hit.ts";
import { scenarioBudget } from "./scenario-budget.ts";

export interface OpeningBalances {
  /** Spent when the rehearsal begins, by budget id. */
  readonly microUsd: Readonly<Record<string, number>>;
  /** Openings of budgets that the policy does not have, in words. */
  readonly notices: readonly string[];
}

/** What will come and what will go wrong. */
export interface PlannedTraffic {
  readonly workload: Workload;
  readonly faults: readonly ScheduledFault[];
}

/** Reads how a scenario's budgets stand when the rehearsal begins. Never above the cap. */
export function openingBalances(
  bundle: Bundle,
  { opening, startAtMs }: Scenario,
  traffic: PlannedTraffic,
): OpeningBalances {
  const microUsd: Record<string, number> = {};
  const notices: string[] = [];
  for (const [name, start] of Object.entries(opening)) {
    const budget = scenarioBudget(bundle.policy, name);
    if (budget === undefined) {
      notices.push(`The policy has no budget ${name}, so its opening balance is left out.`);
      continue;
    }
    const expected = (durationMs: number): number =>
      expectedSpend(bundle, budget, traffic, durationMs, startAtMs);
    const spent = Math.round(spentOf(start, budget.capMicroUsd, expected));
    microUsd[budget.id] = Math.min(budget.capMicroUsd, Math.max(0, spent));
  }
  return { microUsd, notices };
}

function spentOf(
  opening: Opening,
  capMicroUsd: number,
  expected: (durationMs: number) => number,
): number {
  switch (opening.kind) {
    case "spent":
      return opening.microUsd;
    case "spent-share":
      return opening.share * capMicroUsd;
    case "left":
      return capMicroUsd - opening.microUsd;
    case "lasts":
      return capMicroUsd - expected(opening.durationMs);
    default:
      return opening satisfies never;
  }
}

/**
 * What the first part of a workload would cost a budget. A request is charged for its first
 * choice; while a fault hits that one, for the first endpoint out of the fault's reach, or for the
 * dearer of both where the fault only slows calls down.
 */
function expectedSpend(
  { policy, catalog }: Bundle,
  budget: Budget,
  { workload, faults }: PlannedTraffic,
  durationMs: number,
  epochMs: number,
): number {
  const linesOf = createBudgetLines(policy);
  const costOf = (endpoint: PlannedEndpoint | undefined, request: WorkloadRequest): number => {
    const model = endpoint === undefined ? undefined : catalog.models[endpoint.model];
    if (endpoint === undefined || model === undefined) return 0;
    const { traffic, inputTokens, outputTokens } = request;
    const charge = { ...endpoint, route: traffic.route, segment: traffic.segment };
    const isCharged = linesOf(charge, epochMs).some(({ budgetId }) => budgetId === budget.id);
    const usage = { inputTokens, outputTokens, ...NO_EXTRAS };
    return isCharged ? costMicroUsd(priceAt(model, epochMs), usage) : 0;
  };
  let sum = 0;
  for (let index = 0; index < workload.requests; index += 1) {
    const request = workload.at(index);
    if (request === undefined || request.atMs >= durationMs) break;
    const { endpoints } = request.traffic;
    const inForce = faults.filter(
      ({ fromMs, untilMs }) => fromMs <= request.atMs && request.atMs < untilMs,
    );
    const [first] = endpoints;
    const spared = endpoints.find((endpoint) => !inForce.some((fault) => isHit(endpoint, fault)));
    const isSlowed = inForce.every(({ type }) => type.startsWith("latency."));
    const cost = costOf(spared, request);
    sum += isSlowed ? Math.max(cost, costOf(first, request)) : cost;
  }
  return sum;
}

const NO_EXTRAS = { cachedInputTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 } as const;
