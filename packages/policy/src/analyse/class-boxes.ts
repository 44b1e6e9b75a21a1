import type { DiagramEdge, DiagramShape, NodeId } from "./diagram.ts";
import { allowedEdges, type Restriction } from "./walk-diagram.ts";

/** Classes with any combination of these positions of values, by field; none twice in one list. */
export type ClassBox = readonly (readonly number[])[];

const NEVER = -1;
const ALWAYS = -2;

/**
 * The classes of a restriction that lead to wanted leaves, as boxes that do not overlap. Values
 * that lead to the same stand together; the boxes are few, not the fewest.
 *
 * @param boxesMax boxes at most; further ones are left out. At least 1
 * @param mayLead whether there may be a wanted leaf below a node; others are not looked into
 */
export function boxesOf(
  { nodes, sizes }: DiagramShape,
  root: NodeId,
  restriction: Restriction,
  isWanted: (leaf: NodeId) => boolean,
  boxesMax: number,
  mayLead: (node: NodeId) => boolean = () => true,
): readonly ClassBox[] {
  const reduced: { readonly field: number; readonly edges: readonly DiagramEdge[] }[] = [];
  const known = new Map<string, number>();
  const memo = new Map<NodeId, number>();
  const reduce = (id: NodeId): number => {
    const node = nodes[id];
    if (node === undefined) return isWanted(id) ? ALWAYS : NEVER;
    if (!mayLead(id)) return NEVER;
    const found = memo.get(id);
    if (found !== undefined) return found;
    const made = store(node.field, merged(allowedEdges(node, restriction), reduce));
    memo.set(id, made);
    return made;
  };
  const store = (field: number, edges: readonly DiagramEdge[]): number => {
    const [only] = edges;
    if (edges.length < 2) return only?.child ?? NEVER;
    const key = `${field} ${edges.map(({ child, values }) => `${child}:${values}`).join(" ")}`;
    const id = known.get(key) ?? reduced.push({ field, edges }) - 1;
    known.set(key, id);
    return id;
  };
  const boxes: ClassBox[] = [];
  const full = sizes.map((size, field) => [
    ...(restriction.get(field) ?? Array.from({ length: size }).keys()),
  ]);
  const enumerate = (id: number, box: ClassBox): void => {
    if (id === NEVER || boxes.length >= boxesMax) return;
    const node = reduced[id];
    if (node === undefined) {
      boxes.push(box);
      return;
    }
    for (const { child, values } of node.edges) enumerate(child, box.with(node.field, values));
  };
  enumerate(reduce(root), full);
  return boxes;
}

/** Edges to what their children are reduced to, those of one child made one. */
function merged(
  edges: readonly DiagramEdge[],
  reduce: (child: NodeId) => number,
): readonly DiagramEdge[] {
  const byChild = new Map<number, number[]>();
  for (const { child, values } of edges) {
    const reduced = reduce(child);
    const held = byChild.get(reduced);
    if (held === undefined) byChild.set(reduced, [...values]);
    else held.push(...values);
  }
  return Array.from(byChild, ([child, values]) => ({
    child,
    values: values.toSorted((left, right) => left - right),
  }));
}
