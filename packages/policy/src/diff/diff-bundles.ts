import type { Bundle, RequestClass, SuppressionDocument } from "@switchyard/contract";
import { replay, type Analysis } from "../analyse/analysis.ts";
import type { Witness } from "../analyse/analysis-finding.ts";
import { requestOf } from "../analyse/class-fields.ts";
import { analyseIn, NODES_MAX } from "../analyse/create-analysis.ts";
import { utcDay } from "../price/utc-day.ts";
import { applyChange } from "./apply-change.ts";
import { groupChanges, isChange, type ChangeGroup } from "./change-groups.ts";
import { changeWords, variableKind, variablesWords, type VariableKind } from "./change-words.ts";
import { reaching, type ChangeKind, type Reaching } from "./class-change.ts";
import { compareBundles, type Comparison, type Weighting } from "./comparison.ts";
import { interactionOf, type Interaction } from "./interaction.ts";
import { rulesOfChange, type BrokenRule } from "./rules-of-change.ts";
import { semanticChanges, type SemanticChange } from "./semantic-changes.ts";
import type { TrafficRow } from "./traffic.ts";

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

/**
 * What all classes together may reach: `equivalent` is the same plans and no variable changed,
 * `same-endpoints` the same sets in another order, at other figures or with other operations.
 */
export type DiffVerdict = "equivalent" | "same-endpoints" | "narrower" | "wider" | "incomparable";

/** Which bundle stands on a side. */
export interface DiffSide {
  readonly hash: string;
  readonly name: string;
  readonly version: number;
}

/** A changed variable, with its name and values in words. */
export interface ChangedVariable extends SemanticChange {
  readonly kind: VariableKind;
  readonly words: string;
}

/** A group of changes with a request that shows it. */
export interface ShownGroup extends Omit<ChangeGroup, "at"> {
  readonly witness: GroupWitness;
}

/** One request, planned and decided afresh by both bundles. */
export interface GroupWitness {
  readonly request: RequestClass;
  /** Null: the bundle does not declare the request's names, and refuses it as invalid. */
  readonly before: Witness | null;
  readonly after: Witness | null;
}

/** What a change of policy really changes, over all request classes. */
export interface PolicyDiff {
  readonly before: DiffSide;
  readonly after: DiffSide;
  readonly atMs: number;
  readonly verdict: DiffVerdict;
  /** The variables in one sentence. */
  readonly summary: string;
  readonly variables: readonly ChangedVariable[];
  /** Null: fewer than two variables, or more than {@link SINGLES_MAX}. */
  readonly interaction: Interaction | null;
  /** Request classes that one bundle declares at least. Exact. */
  readonly classes: bigint;
  /** Those whose outcome changes. Exact. */
  readonly changed: bigint;
  readonly changedByKind: Readonly<Record<ChangeKind, bigint>>;
  /** Share of all weight whose outcome changes, 0 to 1. */
  readonly changedShare: number;
  readonly weighting: Weighting;
  /** Those of most weight first. */
  readonly groups: readonly ShownGroup[];
}

/** A diff with what it was made of. */
export interface MadeDiff {
  readonly diff: PolicyDiff;
  readonly comparison: Comparison;
}

/** Variables that are tried one by one; more are one heap, which a reviewer cannot tell apart. */
export const SINGLES_MAX = 12;

/**
 * Compares two bundles over all classes that either tells apart. Nothing is sampled; each group
 * has a request that both bundles planned afresh. Plans are those without spend levels and request
 * overrides. Pure.
 *
 * @throws NodeBudgetError when a diagram is too large; it names the field responsible
 */
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
    variables: variables.map((one) => ({
      ...one,
      kind: variableKind(one),
      words: changeWords(one),
    })),
    interaction: isTried ? interaction(comparison, singles, nodesMax) : null,
    classes: comparison.classes,
    changed: changes.reduce((sum, { classes }) => sum + classes, 0n),
    changedByKind: byKind(changes.map(({ compared, classes }) => [compared.kind, classes])),
    changedShare: changes.reduce((sum, { share }) => sum + share, 0),
    weighting: comparison.weighting,
    groups: groups.map(({ at, ...group }) => ({ ...group, witness: witnessOf(comparison, at) })),
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
    if (!isDeclared(analysis, request)) return null;
    return replay(analysis, at, (_, slaMs) => ({
      breakers: {},
      attempts: {},
      absent: {},
      remainingMs: slaMs,
    }));
  };
  return { request, before: replayed(before), after: replayed(after) };
}

function isDeclared({ bundle }: Analysis, request: RequestClass): boolean {
  const { domains } = bundle.policy;
  return (
    domains.intents.includes(request.intent) &&
    domains.risks.includes(request.risk) &&
    domains.segments.includes(request.segment) &&
    domains.locales.includes(request.locale) &&
    domains.residencies.includes(request.residency) &&
    Object.hasOwn(domains.workloads, request.workload)
  );
}
