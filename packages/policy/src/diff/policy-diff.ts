import type { RequestClass } from "@switchyard/contract";
import type { Witness } from "../analyse/analysis-finding.ts";
import type { ChangeGroup } from "./change-groups.ts";
import type { VariableKind } from "./change-words.ts";
import type { ChangeKind } from "./class-change.ts";
import type { Comparison, Weighting } from "./comparison.ts";
import type { Interaction } from "./interaction.ts";
import type { SemanticChange } from "./semantic-changes.ts";

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
  /** Those that break a rule of severity error first, then those of most weight. */
  readonly groups: readonly ShownGroup[];
}

/** A diff with what it was made of. */
export interface MadeDiff {
  readonly diff: PolicyDiff;
  readonly comparison: Comparison;
}

/** Variables that are tried one by one; more are one heap, which a reviewer cannot tell apart. */
export const SINGLES_MAX = 12;
