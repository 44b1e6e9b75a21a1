import type { Bundle } from "@switchyard/contract";
import type { Analysis } from "../analyse/analysis.ts";
import { classValues, type ClassField } from "../analyse/class-fields.ts";
import { analyseIn } from "../analyse/create-analysis.ts";
import { createDiagram, type DiagramShape, type NodeId } from "../analyse/diagram.ts";
import { countClasses } from "../analyse/walk-diagram.ts";
import { compareDiagrams, type ChangeDiagram } from "./change-diagram.ts";
import { weighTraffic, type TrafficRow } from "./traffic.ts";

/** Two bundles over all classes that either tells apart. */
export interface Comparison {
  readonly before: Analysis;
  readonly after: Analysis;
  readonly change: ChangeDiagram;
  /** Number of classes that lead to each leaf of the changes. */
  readonly counts: ReadonlyMap<NodeId, bigint>;
  /** Classes that one bundle declares at least. */
  readonly classes: bigint;
  readonly weighting: Weighting;
  /** Share of all weight that leads to each leaf of the changes, 0 to 1. */
  readonly shareOf: (leaf: NodeId) => number;
  /** Share of all weight that leads to each leaf of the bundle after, 0 to 1. */
  readonly shareAfterOf: (leaf: NodeId) => number;
}

/** By what classes are weighed. */
export type Weighting =
  /** Every class alike: no traffic was given. */
  | { readonly kind: "uniform" }
  | {
      readonly kind: "traffic";
      /** Sum of the rows that are weighed. */
      readonly weight: number;
      /** Sum of the rows that name what neither bundle declares, by field and name. */
      readonly foreign: Readonly<Record<string, number>>;
      /** Fields that some rows leave open: they are spread evenly over those. */
      readonly openFields: readonly ClassField[];
    };

/**
 * Builds both diagrams in one store, and their product.
 *
 * @param values bundles whose thresholds the classes must heed besides
 * @param rows traffic; undefined: every class counts alike
 */
export function compareBundles(
  before: Bundle,
  after: Bundle,
  values: readonly Bundle[],
  rows: readonly TrafficRow[] | undefined,
  { atMs, nodesMax }: { readonly atMs: number; readonly nodesMax: number },
): Comparison {
  const store = createDiagram(classValues(before, after, ...values), nodesMax);
  const [had, has] = [analyseIn(store, before, atMs), analyseIn(store, after, atMs)];
  const change = compareDiagrams(store, had.root, has.root, nodesMax);
  const counts = countClasses(change.diagram, change.root);
  const outside = change.diagram.leaf("outside", () => "outside");
  const classes = [...counts].reduce(
    (sum, [leaf, count]) => (leaf === outside ? sum : sum + count),
    0n,
  );
  const rest = { before: had, after: has, change, counts, classes };
  if (rows === undefined) {
    const shareIn =
      (held: ReadonlyMap<NodeId, bigint>) =>
      (leaf: NodeId): number =>
        Number(held.get(leaf) ?? 0n) / Number(classes);
    return {
      ...rest,
      weighting: { kind: "uniform" },
      shareOf: shareIn(counts),
      shareAfterOf: shareIn(has.counts),
    };
  }
  const weighed = weighTraffic(change.diagram, change.root, rows);
  const total = weighed.weight - (weighed.weights.get(outside) ?? 0);
  const shareIn = (shape: DiagramShape, root: NodeId): ((leaf: NodeId) => number) => {
    const { weights } = weighTraffic(shape, root, rows);
    return (leaf) => (total === 0 ? 0 : (weights.get(leaf) ?? 0) / total);
  };
  return {
    ...rest,
    weighting: {
      kind: "traffic",
      weight: total,
      foreign: Object.fromEntries(weighed.foreign),
      openFields: weighed.openFields,
    },
    shareOf: (leaf) => (total === 0 ? 0 : (weighed.weights.get(leaf) ?? 0) / total),
    shareAfterOf: shareIn(store, has.root),
  };
}
