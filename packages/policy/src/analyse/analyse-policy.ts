import type { Bundle } from "@switchyard/contract";
import type { AnalysisFinding } from "./analysis-finding.ts";
import { shownCuts, coldCuts, type ShownCut } from "./cold-cuts.ts";
import { createAnalysis } from "./create-analysis.ts";
import { findBrokenPromises } from "./find-broken-promises.ts";
import { findCompliance, reachOf, type Reach } from "./find-compliance.ts";
import { findCoverageGaps, findDeadCandidates, findShadowedRoutes } from "./find-coverage.ts";
import { findDeadThresholds } from "./find-dead-thresholds.ts";
import { findNominal } from "./find-nominal.ts";
import { findSlowFailover } from "./find-slow-failover.ts";
import { findWeakerFallbacks } from "./find-weaker-fallbacks.ts";
import { retryAmplification, type RetryAmplification } from "./retry-amplification.ts";
import { findWorstCases, worstCasesOf, type RouteWorstCase } from "./worst-cases.ts";

/** How far an analysis went. */
export interface AnalysisProgress {
  readonly step: "diagram" | "coverage" | "contingency" | "thresholds";
  readonly done: number;
  readonly of: number;
}

export interface AnalysisOptions {
  /** Any instant of the day whose prices and sunsets hold, epoch milliseconds. */
  readonly atMs: number;
  /** Nodes of the diagram at most. Default 2,000,000. */
  readonly nodesMax?: number;
  /** Whether limits without effect are looked for, which takes longest. Default true. */
  readonly thresholds?: boolean;
  readonly onProgress?: (progress: AnalysisProgress) => void;
}

/** Everything that holds of a bundle, proved over all its request classes. */
export interface PolicyAnalysis {
  readonly bundleHash: string;
  readonly atMs: number;
  /** Request classes: combinations of values that the bundle can tell apart. Exact. */
  readonly classes: bigint;
  /** Distinct plans that they come to, operands of rejections aside. */
  readonly outcomes: number;
  readonly nodes: number;
  /** What each pair of risk class and residency reaches. */
  readonly reach: readonly Reach[];
  /** The fifty losses of at most two failure domains that leave most classes no model. */
  readonly coldCuts: readonly ShownCut[];
  /** How many such losses there are. */
  readonly coldCutsFound: number;
  readonly worstCases: readonly RouteWorstCase[];
  readonly retries: RetryAmplification;
  readonly findings: readonly AnalysisFinding[];
}

/** Domains lost at once in `coldCuts`. */
const LOSE = 2;

/**
 * Analyses a bundle exactly: nothing is sampled, and each finding has a witness that was planned
 * afresh. Pure.
 *
 * @throws NodeBudgetError when the diagram is too large; it names the field responsible
 */
export function analysePolicy(bundle: Bundle, options: AnalysisOptions): PolicyAnalysis {
  const { atMs, nodesMax, thresholds = true, onProgress = () => {} } = options;
  const { routes, contingency } = bundle.policy;
  const tell = (step: AnalysisProgress["step"], done: number, of: number): void =>
    onProgress({ step, done, of });
  const analysis = createAnalysis(bundle, atMs, nodesMax);
  const { diagram, counts } = analysis;
  const [nodes, outcomes] = [diagram.nodes.length, diagram.outcomes.length];
  tell("diagram", 1, 1);
  const coverage = [
    ...findCoverageGaps(analysis),
    ...findShadowedRoutes(analysis),
    ...findDeadCandidates(analysis),
    ...findWeakerFallbacks(analysis),
    ...findCompliance(analysis),
  ];
  tell("coverage", 1, 1);
  const losses = [
    ...findBrokenPromises(analysis),
    ...findNominal(analysis),
    ...findSlowFailover(analysis),
    ...findWorstCases(analysis),
  ];
  const kinds = contingency?.domains;
  const cuts = shownCuts(analysis, LOSE, kinds);
  const coldCutsFound = coldCuts(analysis, LOSE, kinds).length;
  tell("contingency", 1, 1);
  const dead = thresholds
    ? findDeadThresholds(analysis, (done, of) => tell("thresholds", done, of))
    : [];
  if (!thresholds) tell("thresholds", routes.length, routes.length);
  return {
    bundleHash: bundle.hash,
    atMs,
    classes: [...counts.values()].reduce((sum, count) => sum + count, 0n),
    outcomes,
    nodes,
    reach: reachOf(analysis),
    coldCuts: cuts,
    coldCutsFound,
    worstCases: worstCasesOf(analysis),
    retries: retryAmplification(bundle.policy),
    findings: [...coverage, ...losses, ...dead],
  };
}
