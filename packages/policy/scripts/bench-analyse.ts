/**
 * Time of the exact analysis of random policies, step by step, in processor and wall time. Run
 * `node packages/policy/scripts/bench-analyse.ts`.
 *
 * Last measured on 2 busy cores (load 22, so wall time is four to twenty times processor time, and
 * processor time itself varies by half), Node 24.21. 50 routes x 40 models, 4,713,984 classes: diagram,
 * coverage, shadowing, reach, compliance and cold N-2 together 0.35 s of processor time (goal 1 s), hot
 * failover and dead thresholds 0.23 s (goal 10 s). 200 x 100 with 12 candidates, 36,748,800 classes: the
 * same together 1.9 s (goal 3 s), hot failover and dead thresholds 1.2 s (goal 10 s).
 */
import { createAnalysis } from "../src/analyse/create-analysis.ts";
import type { Analysis } from "../src/analyse/analysis.ts";
import { coldCuts, shownCuts } from "../src/analyse/cold-cuts.ts";
import { findBrokenPromises } from "../src/analyse/find-broken-promises.ts";
import { findCompliance, reachOf } from "../src/analyse/find-compliance.ts";
import {
  findCoverageGaps,
  findDeadCandidates,
  findShadowedRoutes,
} from "../src/analyse/find-coverage.ts";
import { findDeadThresholds } from "../src/analyse/find-dead-thresholds.ts";
import { findNominal } from "../src/analyse/find-nominal.ts";
import { findSlowFailover } from "../src/analyse/find-slow-failover.ts";
import { findWeakerFallbacks } from "../src/analyse/find-weaker-fallbacks.ts";
import { findWorstCases } from "../src/analyse/worst-cases.ts";
import { aLargeBundle } from "../src/compile/arbitraries.ts";

const AT_MS = 1_795_521_600_000;
const LOSE = 2;
const SIZES = [
  { routes: 6, models: 8 },
  { routes: 50, models: 40 },
  { routes: 200, models: 100, candidates: 12 },
] as const;

const STEPS: readonly (readonly [string, (analysis: Analysis) => { readonly length: number }])[] = [
  ["coverage gaps", findCoverageGaps],
  ["shadowed routes", findShadowedRoutes],
  ["reach", reachOf],
  ["compliance", findCompliance],
  ["cold N-2, all classes", (analysis) => coldCuts(analysis, LOSE)],
  ["cold N-2, shown", (analysis) => shownCuts(analysis, LOSE)],
  ["promises, nominal", findBrokenPromises],
  ["dead candidates", findDeadCandidates],
  ["weaker fallbacks", findWeakerFallbacks],
  ["nominal", findNominal],
  ["hot failover", findSlowFailover],
  ["worst cases", findWorstCases],
  ["dead thresholds", (analysis) => findDeadThresholds(analysis, () => {})],
];

function timed<T>(name: string, work: () => T, say: (made: T) => string): T {
  const cpu = process.cpuUsage();
  const start = process.hrtime.bigint();
  const made = work();
  const wallMs = Number(process.hrtime.bigint() - start) / 1e6;
  const { user, system } = process.cpuUsage(cpu);
  const cpuMs = (user + system) / 1e3;
  const times = `${cpuMs.toFixed(0).padStart(7)} ms cpu ${wallMs.toFixed(0).padStart(7)} ms wall`;
  console.log(`  ${name.padEnd(22)} ${times}  ${say(made)}`);
  return made;
}

for (const size of SIZES) {
  const bundle = aLargeBundle(size);
  console.log(`${size.routes} routes x ${size.models} models`);
  const analysis = timed(
    "diagram",
    () => createAnalysis(bundle, AT_MS),
    ({ diagram, counts }) => {
      const classes = [...counts.values()].reduce((sum, count) => sum + count, 0n);
      return `${classes} classes, ${diagram.nodes.length} nodes, ${counts.size} outcomes`;
    },
  );
  for (const [name, step] of STEPS)
    timed(
      name,
      () => step(analysis),
      ({ length }) => `${length}`,
    );
}
