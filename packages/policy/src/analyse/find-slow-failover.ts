import type { DecisionState, PlannedEndpoint } from "@switchyard/contract";
import { pointerOf } from "../load/json-pointer.ts";
import { makeFinding, type Analysis } from "./analysis.ts";
import type { AnalysisFinding } from "./analysis-finding.ts";
import type { NodeId } from "./diagram.ts";
import { nominalsOf } from "./nominal.ts";
import { endpointsOf, type Outcome } from "./outcome.ts";
import { leavesOf } from "./walk-diagram.ts";

/**
 * Hot failover: the first call times out, and what is left of the time is too short for any
 * endpoint of another provider. A router keeps back the p95 of the next endpoint from the time of
 * a call, so the first call has its own p95 at least, and the sum of the two must fit.
 *
 * Nominal requests are judged at their very `slaMs`: it is a sum that decides here, so two requests
 * of one class may differ.
 */
export function findSlowFailover(analysis: Analysis): readonly AnalysisFinding[] {
  return nominalsOf(analysis).flatMap(({ route, restriction, slaMs }) => {
    const { diagram, root } = analysis;
    const isWanted = (leaf: NodeId): boolean => {
      const outcome = diagram.outcome(leaf);
      if (outcome.route !== route.id) return false;
      const needMs = failoverMs(outcome);
      return needMs !== undefined && needMs > slaMs;
    };
    const wanted = leavesOf(diagram, root, restriction).filter(isWanted);
    const needMs = wanted.reduce(
      (most, leaf) => Math.max(most, failoverMs(diagram.outcome(leaf)) ?? 0),
      0,
    );
    const finding = makeFinding(
      analysis,
      {
        kind: "hot-failover-too-slow",
        message: `route \`${route.id}\`: after a timeout of the first call no other provider fits in ${slaMs} ms; failover takes up to ${needMs} ms`,
        pointer: pointerOf(["routes", route.index, "limits", "latencyMax"]),
        routes: [route.id],
        have: slaMs,
        need: needMs,
        slaMs,
        stateOf: (leaf, sla) => afterTimeout(diagram.outcome(leaf), sla),
      },
      restriction,
      isWanted,
    );
    return finding ?? [];
  });
}

/**
 * Least time in which the first choice can time out and another provider answer, at their p95s.
 * Undefined: there is no other provider, which is a finding of its own.
 */
export function failoverMs(outcome: Outcome): number | undefined {
  const first = firstOf(outcome);
  if (first === undefined) return undefined;
  const others = endpointsOf(outcome).filter(({ provider }) => provider !== first.provider);
  if (others.length === 0) return undefined;
  const next = others.reduce((least, other) => Math.min(least, other.latencyMsP95), Infinity);
  return first.latencyMsP95 + next;
}

function firstOf({ rungs }: Outcome): PlannedEndpoint | undefined {
  return rungs.find(({ endpoints }) => endpoints.length > 0)?.endpoints[0];
}

/** The first provider is gone, and the first call's p95 of the time with it. */
function afterTimeout(outcome: Outcome, slaMs: number): DecisionState {
  const first = firstOf(outcome);
  const gone = endpointsOf(outcome).filter(({ provider }) => provider === first?.provider);
  return {
    breakers: Object.fromEntries(gone.map(({ id }) => [id, "open" as const])),
    attempts: first === undefined ? {} : { [first.id]: 1 },
    absent: {},
    remainingMs: slaMs - (first?.latencyMsP95 ?? 0),
  };
}
