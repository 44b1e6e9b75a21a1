import type { PlannedEndpoint } from "@switchyard/contract";
import { pointerOf } from "../load/json-pointer.ts";
import { makeFinding, replay, type Analysis } from "./analysis.ts";
import type { AnalysisFinding, Witness } from "./analysis-finding.ts";
import type { NodeId } from "./diagram.ts";
import { nominalsOf, type Nominal } from "./nominal.ts";
import { endpointsOf, type Outcome } from "./outcome.ts";
import { findClass, leavesOf } from "./walk-diagram.ts";

/** The worst that one request can cost in calls, time and money. */
export interface WorstCase {
  readonly attempts: number;
  /** Sum of the p95s of those calls, the slowest ones, in milliseconds. */
  readonly latencyMs: number;
  /**
   * Sum of the costs per success of those calls, the dearest ones, in micro-US-dollars: at the
   * class's workload no calls cost more.
   */
  readonly costMicroUsd: number;
}

/** The worst nominal class of a route against its own limits. */
export interface RouteWorstCase extends WorstCase {
  readonly route: string;
  /** How long callers wait; the router ends an ask then whatever is left to try. */
  readonly slaMs: number;
  readonly costMicroUsdMax: number;
  readonly witness: Witness;
}

/** The worst case of each route that serves nominal requests: each figure at its worst class. */
export function worstCasesOf(analysis: Analysis): readonly RouteWorstCase[] {
  const { diagram, root } = analysis;
  return nominalsOf(analysis).flatMap((nominal) => {
    const leaves = nominalLeaves(analysis, nominal);
    const cases = leaves.map((leaf) => worstCase(analysis, diagram.outcome(leaf)));
    const most = Math.max(0, ...cases.map(({ costMicroUsd }) => costMicroUsd));
    const dearest = leaves[cases.findIndex(({ costMicroUsd }) => costMicroUsd === most)];
    const at = findClass(diagram, root, nominal.restriction, (leaf) => leaf === dearest);
    if (at === undefined) return [];
    return [
      {
        route: nominal.route.id,
        slaMs: nominal.slaMs,
        costMicroUsdMax: nominal.route.limits.costPerTaskMicroUsdMax,
        attempts: Math.max(...cases.map(({ attempts }) => attempts)),
        latencyMs: Math.max(...cases.map(({ latencyMs }) => latencyMs)),
        costMicroUsd: most,
        witness: replay(analysis, at),
      },
    ];
  });
}

/** Nominal classes whose attempts can cost more than the route's ceiling, or last beyond the SLA. */
export function findWorstCases(analysis: Analysis): readonly AnalysisFinding[] {
  const nominals = nominalsOf(analysis);
  return [
    ...nominals.flatMap((nominal) => findOver(analysis, nominal, "money") ?? []),
    ...nominals.flatMap((nominal) => findOver(analysis, nominal, "time") ?? []),
  ];
}

function findOver(
  analysis: Analysis,
  nominal: Nominal,
  what: "money" | "time",
): AnalysisFinding | undefined {
  const { diagram } = analysis;
  const { route, slaMs, restriction } = nominal;
  const ceiling = what === "money" ? route.limits.costPerTaskMicroUsdMax : slaMs;
  const figure = (leaf: NodeId): number => {
    const { costMicroUsd, latencyMs } = worstCase(analysis, diagram.outcome(leaf));
    return what === "money" ? costMicroUsd : latencyMs;
  };
  const leaves = nominalLeaves(analysis, nominal).filter((leaf) => figure(leaf) > ceiling);
  const over = new Set(leaves);
  const most = leaves.reduce((worst, leaf) => Math.max(worst, figure(leaf)), 0);
  return makeFinding(
    analysis,
    what === "money"
      ? {
          kind: "worst-case-over-ceiling",
          message: `all attempts of one request of route \`${route.id}\` can cost ${most} micro-dollars, above its ceiling of ${ceiling} for a task`,
          pointer: pointerOf(["routes", route.index, "limits", "costPerTaskMax"]),
          routes: [route.id],
          have: ceiling,
          need: most,
        }
      : {
          kind: "worst-case-over-sla",
          message: `all attempts of one request of route \`${route.id}\` take ${most} ms at their p95s, and its callers wait ${ceiling} ms: the last ones are never made`,
          pointer: "/defaults/attempts/max",
          routes: [route.id],
          have: ceiling,
          need: most,
        },
    restriction,
    (leaf) => over.has(leaf),
  );
}

function nominalLeaves(analysis: Analysis, { route, restriction }: Nominal): readonly NodeId[] {
  const { diagram, root } = analysis;
  return leavesOf(diagram, root, restriction).filter(
    (leaf) => diagram.outcome(leaf).route === route.id,
  );
}

function worstCase({ bundle }: Analysis, outcome: Outcome): WorstCase {
  const { max, perEndpoint } = bundle.policy.defaults.attempts;
  const byId = new Map(endpointsOf(outcome).map((endpoint) => [endpoint.id, endpoint]));
  const endpoints = [...byId.values()];
  const worst = (of: (endpoint: PlannedEndpoint) => number): number =>
    endpoints
      .flatMap((endpoint) => Array.from({ length: perEndpoint }, () => of(endpoint)))
      .toSorted((left, right) => right - left)
      .slice(0, max)
      .reduce((sum, value) => sum + value, 0);
  return {
    attempts: Math.min(max, perEndpoint * endpoints.length),
    latencyMs: worst(({ latencyMsP95 }) => latencyMsP95),
    costMicroUsd: worst(({ costPerSuccessMicroUsd }) => costPerSuccessMicroUsd),
  };
}
