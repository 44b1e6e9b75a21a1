import type { EventSink, Policy, SwitchyardEvent } from "@switchyard/contract";
import type { StopCondition } from "../../scenario/scenario.ts";
import type { Measures } from "./check-fold.ts";
import { holds, measureAsks, measureBudget } from "./measure.ts";

/** What ended a rehearsal before its time. */
export interface Stop {
  readonly condition: StopCondition;
  /** Virtual milliseconds since the start. */
  readonly atMs: number;
  /** In the unit of the condition's bound. */
  readonly measured: number;
}

export interface StopWatchOptions {
  readonly stops: readonly StopCondition[];
  readonly policy: Policy;
  /** Wall clock at the start. */
  readonly startAtMs: number;
  /** As of the event that the watch is told of; the conditions' own scopes only, in their order. */
  readonly measures: () => Measures;
  /** Told once, of the first condition that came true. */
  readonly onStop: (stop: Stop) => void;
}

/** Events that can change what a condition measures. */
const LOOKED_AT: ReadonlySet<SwitchyardEvent["type"]> = new Set([
  "attempt-started",
  "ask-answered",
  "ask-failed",
  "budget-settled",
]);

/** Looks at stop conditions with every call, every booking and every end of an ask. */
export function createStopWatch(options: StopWatchOptions): EventSink {
  const { stops, policy, startAtMs, measures, onStop } = options;
  const sinceMs = new Map<StopCondition, number>();
  let hasStopped = false;

  const measure = ({ check }: StopCondition, at: number, now: Measures): number | null => {
    if (check.metric === "overspend" || check.budget !== undefined)
      return measureBudget(check, now.balances, policy) ?? null;
    const scope = now.scopes[at];
    const tally = check.route === undefined ? scope?.total : scope?.byRoute.get(check.route);
    return tally === undefined ? null : measureAsks(check.metric, tally);
  };

  return {
    record(event) {
      if (hasStopped || !LOOKED_AT.has(event.type)) return;
      const now = measures();
      const atMs = event.atMs - startAtMs;
      for (const [at, condition] of stops.entries()) {
        const measured = measure(condition, at, now);
        if (measured === null || !holds(condition.check, measured)) {
          sinceMs.delete(condition);
          continue;
        }
        const fromMs = sinceMs.get(condition) ?? atMs;
        sinceMs.set(condition, fromMs);
        if (atMs - fromMs < condition.forMs) continue;
        hasStopped = true;
        onStop({ condition, atMs, measured });
        return;
      }
    },
  };
}
