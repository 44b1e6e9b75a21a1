import type { Bundle, SuppressionDocument } from "@switchyard/contract";
import { leafOf, replay, type Analysis } from "../analyse/analysis.ts";
import type { Witness } from "../analyse/analysis-finding.ts";
import { requestOf } from "../analyse/class-fields.ts";
import { analyseIn, NODES_MAX } from "../analyse/create-analysis.ts";
import { utcDay } from "../price/utc-day.ts";
import { applyChange } from "./apply-change.ts";
import { groupChanges, isChange } from "./change-groups.ts";
import { changeWords, variableKind, variablesWords } from "./change-words.ts";
import { reaching, type ChangeKind, type Reaching } from "./class-change.ts";
import { compareBundles, type Comparison } from "./comparison.ts";
import { interactionOf, type Interaction } from "./interaction.ts";
import { rulesOfChange, type BrokenRule } from "./rules-of-change.ts";
import {
  SINGLES_MAX,
  type DiffSide,
  type DiffVerdict,
  type GroupWitness,
  type MadeDiff,
  type PolicyDiff,
} from "./policy-diff.ts";
import { semanticChanges } from "./semantic-changes.ts";
import type { TrafficRow } from "./traffic.ts";

/** What a diff takes besides its two bundles. */
export interface DiffOptions {
  /** Any instant of the day whose prices and sunsets hold, epoch milliseconds. */
  readonly atMs: number;
  /** Traffic by which classes are weighed. Absent: every class counts alike. */
  readonly traffic?: readonly TrafficRow[];
  /** What the policy after suppresses: those rules are not told. */
  readonly suppressions?: readonly SuppressionDocument[];
  /** Nodes of a diagram at most. Default 2,000,000. */
  readonly nodesMax?: number;
}

/** Compares two bundles, without judging what comes out. Throws `NodeBudgetError`. */
export function makeDiff(before: Bundle, after: Bundle, options: DiffOptions): MadeDiff {
  const { atMs, traffic, suppressions = [], nodesMax = NODES_MAX } = options;
  const variables = semanticChanges(before, after);
  const isTried = variables.length > 1 && variables.length <= SINGLES_MAX;
  const singles = isTried ? variables.map((one) => applyChange(before, after, one)) : [];
  const comparison = compareBundles(before, after, singles, traffic, { atMs, nodesMax });
  const { change, counts, shareOf } = comparison;
  const changes = [...counts].flatMap(([leaf, classes]) => {
    const compared = change.diagram.outcome(leaf);
    return isChange(compared) ? [{ compared, classes, share: shareOf(leaf) }] : [];
  });
  const day = utcDay(atMs);
  const isSuppressed = (broken: BrokenRule): boolean =>
    suppressions.some(
      ({ rule, about, expires }) =>
        rule === broken.rule && about === broken.about && expires >= day,
    );
  const groups = groupChanges({
    change,
    counts,
    shareOf,
    nodesMax,
    rulesOf: (one) => rulesOfChange(before, after, one).filter((rule) => !isSuppressed(rule)),
  });
  const reach = changes.map(({ compared }) => reaching(compared.before, compared.after));
  const diff: PolicyDiff = {
    before: sideOf(before),
    after: sideOf(after),
    atMs,
    verdict: changes.length + variables.length === 0 ? "equivalent" : verdictOf(reach),
    summary: variablesWords(variables),
    variables: variables.map((one) =>
      Object.assign({}, one, { kind: variableKind(one), words: changeWords(one) }),
    ),
    interaction: isTried ? interaction(comparison, singles, nodesMax) : null,
    classes: comparison.classes,
    changed: changes.reduce((sum, { classes }) => sum + classes, 0n),
    changedByKind: byKind(changes.map(({ compared, classes }) => [compared.kind, classes])),
    changedShare: changes.reduce((sum, { share }) => sum + share, 0),
    weighting: comparison.weighting,
    groups: groups.map(({ at, ...group }) =>
      Object.assign({}, group, { witness: witnessOf(comparison, at) }),
    ),
  };
  return { diff, comparison };
}

function sideOf({ hash, policy }: Bundle): DiffSide {
  return { hash, name: policy.name, version: policy.version };
}

function verdictOf(reach: readonly Reaching[]): DiffVerdict {
  const isNarrower = reach.some((one) => one === "narrower" || one === "incomparable");
  const isWider = reach.some((one) => one === "wider" || one === "incomparable");
  if (isNarrower) return isWider ? "incomparable" : "narrower";
  return isWider ? "wider" : "same-endpoints";
}

function byKind(changes: readonly (readonly [ChangeKind, bigint])[]): PolicyDiff["changedByKind"] {
  const counts: Record<ChangeKind, bigint> = {
    lost: 0n,
    gained: 0n,
    "winner-changed": 0n,
    "plan-only": 0n,
    "terminal-changed": 0n,
    "figures-only": 0n,
  };
  for (const [kind, classes] of changes) counts[kind] += classes;
  return counts;
}

function interaction(
  { before, after }: Comparison,
  singles: readonly Bundle[],
  nodesMax: number,
): Interaction {
  const { diagram, atMs } = before;
  const roots = singles.map((bundle) => analyseIn(diagram, bundle, atMs).root);
  return interactionOf(diagram, before.root, roots, after.root, nodesMax);
}

function witnessOf({ before, after }: Comparison, at: readonly number[]): GroupWitness {
  const request = requestOf(before.diagram.values, at);
  const replayed = (analysis: Analysis): Witness | null => {
    const leaf = leafOf(analysis.diagram, analysis.root, at);
    if (!analysis.diagram.outcome(leaf).isDeclared) return null;
    return replay(analysis, at, (_, slaMs) => ({
      breakers: {},
      attempts: {},
      absent: {},
      remainingMs: slaMs,
    }));
  };
  return { request, before: replayed(before), after: replayed(after) };
}
