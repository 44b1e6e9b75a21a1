import {
  edgesOf,
  type DiagramEdge,
  type DiagramNode,
  type DiagramShape,
  type NodeId,
} from "./diagram.ts";

/** How many classes lead to each leaf below a root. Exact. */
export function countClasses(diagram: DiagramShape, root: NodeId): ReadonlyMap<NodeId, bigint> {
  const { nodes, sizes } = diagram;
  const between = (from: number, to: number): bigint =>
    sizes.slice(from, to).reduce((product, size) => product * BigInt(size), 1n);
  const fieldOf = (id: NodeId): number => nodes[id]?.field ?? sizes.length;
  const counts = new Map<NodeId, bigint>([[root, between(0, fieldOf(root))]]);
  // Children are stored before their parents, so a count is whole when its node's turn comes.
  for (let id = root; id >= 0; id -= 1) {
    const count = counts.get(id);
    const node = nodes[id];
    if (count === undefined || node === undefined) continue;
    counts.delete(id);
    for (const { child, values } of node.edges) {
      const weight = count * BigInt(values.length) * between(node.field + 1, fieldOf(child));
      counts.set(child, (counts.get(child) ?? 0n) + weight);
    }
  }
  return counts;
}

/** Makes the function from a leaf below a root to all nodes that it is below. */
export function createAncestry(
  { nodes }: DiagramShape,
  root: NodeId,
): (leaf: NodeId) => ReadonlySet<NodeId> {
  const parents = new Map<NodeId, NodeId[]>();
  const seen = new Set<NodeId>();
  const visit = (id: NodeId): void => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const { child } of nodes[id]?.edges ?? []) {
      const held = parents.get(child);
      if (held === undefined) parents.set(child, [id]);
      else held.push(id);
      visit(child);
    }
  };
  visit(root);
  return (leaf) => {
    const above = new Set<NodeId>();
    const climb = (id: NodeId): void => {
      for (const parent of parents.get(id) ?? []) {
        if (above.has(parent)) continue;
        above.add(parent);
        climb(parent);
      }
    };
    climb(leaf);
    return above;
  };
}

/** How many classes of a restriction lead to wanted leaves. Exact. */
export function countWanted(
  { nodes, sizes }: DiagramShape,
  root: NodeId,
  restriction: Restriction,
  isWanted: (leaf: NodeId) => boolean,
): bigint {
  const allowed = sizes.map((size, field) => BigInt(restriction.get(field)?.size ?? size));
  const between = (from: number, to: number): bigint =>
    allowed.slice(from, to).reduce((product, size) => product * size, 1n);
  const fieldOf = (id: NodeId): number => nodes[id]?.field ?? sizes.length;
  const known = new Map<NodeId, bigint>();
  const count = (id: NodeId): bigint => {
    const node = nodes[id];
    if (node === undefined) return isWanted(id) ? 1n : 0n;
    const made = known.get(id);
    if (made !== undefined) return made;
    let sum = 0n;
    for (const { child, values } of allowedEdges(node, restriction)) {
      sum += count(child) * BigInt(values.length) * between(node.field + 1, fieldOf(child));
    }
    known.set(id, sum);
    return sum;
  };
  return between(0, fieldOf(root)) * count(root);
}

/** Positions of the values of one class for each leaf below a root: the first there are. */
export function firstClasses(
  { nodes, sizes }: DiagramShape,
  root: NodeId,
): ReadonlyMap<NodeId, readonly number[]> {
  const first = new Map<NodeId, readonly number[]>([[root, sizes.map(() => 0)]]);
  for (let id = root; id >= 0; id -= 1) {
    const at = first.get(id);
    const node = nodes[id];
    if (at === undefined || node === undefined) continue;
    for (const { child, values } of node.edges) {
      if (!first.has(child)) first.set(child, at.with(node.field, values[0] ?? 0));
    }
  }
  return first;
}

/** Allowed positions of values by field; a field that is left out allows all. */
export type Restriction = ReadonlyMap<number, ReadonlySet<number>>;

/** The leaves that classes of the restriction lead to, each once. */
export function leavesOf(
  { nodes }: DiagramShape,
  root: NodeId,
  restriction: Restriction,
): readonly NodeId[] {
  const seen = new Set<NodeId>();
  const leaves: NodeId[] = [];
  const visit = (id: NodeId): void => {
    if (seen.has(id)) return;
    seen.add(id);
    const node = nodes[id];
    if (node === undefined) {
      leaves.push(id);
      return;
    }
    for (const { child } of allowedEdges(node, restriction)) visit(child);
  };
  if (!isEmpty(restriction)) visit(root);
  return leaves;
}

/**
 * Positions of the values of one class of the restriction that leads to a wanted leaf, one for
 * each field, the first there are. Undefined: there is none.
 *
 * @param mayLead whether there may be a wanted leaf below a node; others are not looked into
 */
export function findClass(
  { nodes, sizes }: DiagramShape,
  root: NodeId,
  restriction: Restriction,
  isWanted: (leaf: NodeId) => boolean,
  mayLead: (node: NodeId) => boolean = () => true,
): readonly number[] | undefined {
  const failed = new Set<NodeId>();
  const at = sizes.map((_, field) => first(restriction.get(field)));
  const visit = (id: NodeId): boolean => {
    const node = nodes[id];
    if (node === undefined) return isWanted(id);
    if (failed.has(id) || !mayLead(id)) return false;
    for (const { child, values } of allowedEdges(node, restriction)) {
      at[node.field] = values[0] ?? 0;
      if (visit(child)) return true;
    }
    at[node.field] = first(restriction.get(node.field));
    failed.add(id);
    return false;
  };
  return !isEmpty(restriction) && visit(root) ? at : undefined;
}

/** The edges that allowed values take. Allowed positions ascend, as all sets of them here do. */
export function allowedEdges(
  { field, children, edges }: DiagramNode,
  restriction: Restriction,
): readonly DiagramEdge[] {
  const allowed = restriction.get(field);
  return allowed === undefined ? edges : edgesOf(children, allowed);
}

/** Whether some field may have no value at all: no class is meant then. */
function isEmpty(restriction: Restriction): boolean {
  return [...restriction.values()].some(({ size }) => size === 0);
}

function first(allowed: ReadonlySet<number> | undefined): number {
  if (allowed === undefined) return 0;
  const [value] = allowed;
  return value ?? 0;
}
