import { CLASS_FIELDS, fieldSizes, type ClassValues } from "./class-fields.ts";
import { NodeBudgetError } from "./node-budget-error.ts";
import type { Outcome } from "./outcome.ts";

/** A position in a diagram: an inner node from 0 up, a leaf below 0. Equal ids, equal meaning. */
export type NodeId = number;

export interface DiagramNode {
  /** Position of the field in `CLASS_FIELDS`. */
  readonly field: number;
  /** One for each value of the field; not all the same. */
  readonly children: readonly NodeId[];
  /** The same children, each once: walks pay for what differs, not for every threshold. */
  readonly edges: readonly DiagramEdge[];
}

/** A child and the values of the field that lead to it. */
export interface DiagramEdge {
  readonly child: NodeId;
  /** Positions of the values, ascending. */
  readonly values: readonly number[];
}

/** The nodes of decision diagrams over one set of class values, whatever their leaves are. */
export interface DiagramShape {
  readonly values: ClassValues;
  readonly sizes: readonly number[];
  readonly nodes: readonly DiagramNode[];
}

/**
 * A store of decision diagrams over one set of class values. Nodes and outcomes are stored once,
 * so two diagrams of one store mean the same exactly when their ids are equal. Children are stored
 * before their parents.
 */
export interface Diagram<Leaf = Outcome> extends DiagramShape {
  readonly outcomes: readonly Leaf[];
  /** The node of a field with these children; the child itself where they are all the same. */
  readonly node: (field: number, children: readonly NodeId[]) => NodeId;
  /** The leaf of an outcome with this key; `make` is called for a new one. */
  readonly leaf: (key: string, make: () => Leaf) => NodeId;
  readonly outcome: (leaf: NodeId) => Leaf;
}

/** @param nodesMax nodes and leaves at most; more throw {@link NodeBudgetError} */
export function createDiagram<Leaf = Outcome>(
  values: ClassValues,
  nodesMax: number,
): Diagram<Leaf> {
  const sizes = fieldSizes(values);
  const nodes: DiagramNode[] = [];
  const outcomes: Leaf[] = [];
  const known = sizes.map(() => new Map<string, NodeId>());
  const leaves = new Map<string, NodeId>();
  const keepBudget = (): void => {
    if (nodes.length + outcomes.length < nodesMax) return;
    const counts = known.map(({ size }) => size);
    const at = counts.indexOf(Math.max(...counts));
    throw new NodeBudgetError(nodesMax, CLASS_FIELDS[at] ?? "intent", sizes[at] ?? 0);
  };
  return {
    values,
    sizes,
    nodes,
    outcomes,
    node: (field, children) => {
      const [first = 0] = children;
      if (children.every((child) => child === first)) return first;
      const key = children.join(" ");
      const made = known[field]?.get(key);
      if (made !== undefined) return made;
      keepBudget();
      const id = nodes.push({ field, children, edges: edgesOf(children, children.keys()) }) - 1;
      known[field]?.set(key, id);
      return id;
    },
    leaf: (key, make) => {
      const made = leaves.get(key);
      if (made !== undefined) return made;
      keepBudget();
      const id = -outcomes.push(make());
      leaves.set(key, id);
      return id;
    },
    outcome: (leaf) => {
      const outcome = outcomes[-leaf - 1];
      if (outcome === undefined) throw new RangeError(`${leaf} is no leaf of the diagram`);
      return outcome;
    },
  };
}

/** Some of a node's children, each once, in the order of the first of these values. */
export function edgesOf(
  children: readonly NodeId[],
  values: Iterable<number>,
): readonly DiagramEdge[] {
  const byChild = new Map<NodeId, number[]>();
  for (const value of values) {
    const child = children[value];
    if (child === undefined) continue;
    const held = byChild.get(child);
    if (held === undefined) byChild.set(child, [value]);
    else held.push(value);
  }
  return Array.from(byChild, ([child, held]) => ({ child, values: held }));
}
