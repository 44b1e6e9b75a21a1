import type { RehearsalOutcome } from "@switchyard/simulator";
import type { Documents } from "../chaos/open-documents.ts";
import { runRehearsal } from "../chaos/run-rehearsal.ts";
import { verdictOf, type Verdict } from "../chaos/verdict.ts";
import type { ChaosOptions } from "../cli/program.ts";
import { createQualityWatch } from "./quality-watch.ts";
import type { SeedFigures } from "./seed-figures.ts";

/** What one rehearsal of many came to. Plain data. */
export interface SeedRun {
  readonly seed: string;
  readonly verdict: Verdict["kind"];
  /** The verdict's line. */
  readonly text: string;
  readonly eventsSha256: string;
  readonly figures: SeedFigures;
}

/** Rehearses one seed, as fast as it goes and without a face. */
export async function runSeed(
  documents: Documents,
  options: ChaosOptions,
  seed: string,
  nowMs: () => number,
): Promise<SeedRun> {
  const quality = createQualityWatch();
  const run = await runRehearsal({
    documents,
    options: { ...options, seed },
    signal: new AbortController().signal,
    nowMs,
    onStart: () => (_before, _after, event) => quality.record(event),
  });
  const { kind, text } = verdictOf(run);
  return {
    seed,
    verdict: kind,
    text,
    eventsSha256: run.eventsSha256,
    figures: figuresOf(run.outcome, run.violations.length, quality.mean()),
  };
}

function figuresOf(
  { summary, requests }: RehearsalOutcome,
  violations: number,
  simulatedQuality: number | null,
): SeedFigures {
  const share = (count: number): number | null => (requests === 0 ? null : count / requests);
  return {
    availability: share(summary.byModelInsideSla),
    degradedShare: share(summary.degraded),
    failedShare: share(summary.refused + summary.failed),
    p50Ms: summary.p50Ms,
    p95Ms: summary.p95Ms,
    spendMicroUsd: summary.spendMicroUsd,
    costPerSuccessMicroUsd: summary.costPerSuccessfulTaskMicroUsd,
    fallbackRate: summary.fallbackRate,
    callsPerAsk: share(summary.attempts),
    violations,
    simulatedQuality,
  };
}
