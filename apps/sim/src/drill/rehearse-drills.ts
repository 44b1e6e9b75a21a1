import type { SwitchyardEvent } from "@switchyard/contract";
import { createEventHash, createFoldSink } from "@switchyard/journal";
import type { Drill, LoadedBundle } from "@switchyard/policy";
import {
  createDrillFold,
  rehearse,
  type CheckAdvice,
  type DrillMeasure,
  type DrillPlan,
  type PlannedDrill,
} from "@switchyard/simulator";

/** One drill that was rehearsed to its end. */
export interface DrillRun {
  readonly planned: PlannedDrill;
  readonly drill: Drill;
  readonly unjudged: DrillMeasure["unjudged"];
  /** Calls that the loss hit. */
  readonly hits: number;
  /** What to change for the routes that failed. */
  readonly advice: readonly CheckAdvice[];
  /** Real milliseconds it took. */
  readonly wallMs: number;
}

export interface RehearseDrillsOptions {
  readonly bundle: LoadedBundle;
  readonly seed: string;
  readonly plan: DrillPlan;
  readonly signal: AbortSignal;
  readonly nowMs: () => number;
  /** Told of each drill when it has ended. */
  readonly onEnd: (run: DrillRun) => void;
}

/** Rehearses drills one after the other; fewer when `signal` is aborted. */
export async function rehearseDrills(options: RehearseDrillsOptions): Promise<readonly DrillRun[]> {
  const runs: DrillRun[] = [];
  for (const planned of options.plan.drills) {
    const run = await rehearseDrill(planned, options);
    if (run === undefined) return runs;
    runs.push(run);
    options.onEnd(run);
  }
  return runs;
}

async function rehearseDrill(
  planned: PlannedDrill,
  { bundle, seed, plan, signal, nowMs }: RehearseDrillsOptions,
): Promise<DrillRun | undefined> {
  const { needed, scenario, scenarioSha256 } = planned;
  const hash = createEventHash();
  const measure = createFoldSink(createDrillFold(bundle.bundle, planned));
  let hits = 0;
  const record = (event: SwitchyardEvent): void => {
    hash.record(event);
    measure.record(event);
    if (event.type === "wire-served" && event.faults.length > 0) hits += 1;
  };
  const startedAtMs = nowMs();
  const outcome = await rehearse({
    scenario,
    bundle,
    seed,
    requests: plan.requests,
    signal,
    sinks: [{ record }],
  });
  if (outcome.interrupted) return undefined;
  const { routes, unjudged } = measure.read();
  const failed = new Set(routes.flatMap(({ route, passed }) => (passed ? [] : [route])));
  const { lose, start, risks } = needed;
  return {
    planned,
    drill: {
      lose,
      start,
      risks,
      scenarioSha256,
      eventsSha256: hash.digest(),
      routes,
      passed: failed.size === 0,
    },
    unjudged,
    hits,
    advice: outcome.checks
      .flatMap(({ advice }) => advice)
      .filter(({ route }) => route !== undefined && failed.has(route)),
    wallMs: nowMs() - startedAtMs,
  };
}
