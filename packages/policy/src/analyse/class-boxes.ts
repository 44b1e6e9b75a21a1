import type { DiagramShape, NodeId } from "./diagram.ts";
import type { Restriction } from "./walk-diagram.ts";

/** Classes with any combination of these positions of values, by field; none twice in one list. */
export type ClassBox = readonly (readonly number[])[];

const NEVER = -1;
const ALWAYS = -2;

/**
 * The classes of a restriction that lead to wanted leaves, as boxes that do not overlap. Values
 * that lead to the same stand together; the boxes are few, not the fewest.
 *
 * @param boxesMax boxes at most; further ones are left out. At least 1
 */
export function boxesOf(
  { nodes, sizes }: DiagramShape,
  root: NodeId,
  restriction: Restriction,
  isWanted: (leaf: NodeId) => boolean,
  boxesMax: number,
): readonly ClassBox[] {
  const reduced: { readonly field: number; readonly children: readonly number[] }[] = [];
  const known = new Map<string, number>();
  const memo = new Map<NodeId, number>();
  const reduce = (id: NodeId): number => {
    const node = nodes[id];
    if (node === undefined) return isWanted(id) ? ALWAYS : NEVER;
    const found = memo.get(id);
    if (found !== undefined) return found;
    const allowed = restriction.get(node.field);
    // A value outside the restriction counts as its first one, and is left out of boxes below.
    const children = node.children.map((child, value) =>
      allowed === undefined || allowed.has(value) ? reduce(child) : undefined,
    );
    const some = children.find((child) => child !== undefined) ?? NEVER;
    const filled = children.map((child) => child ?? some);
    const made = filled.every((child) => child === some) ? some : store(node.field, filled);
    memo.set(id, made);
    return made;
  };
  const store = (field: number, children: readonly number[]): number => {
    const key = `${field} ${children.join(" ")}`;
    const id = known.get(key) ?? reduced.push({ field, children }) - 1;
    known.set(key, id);
    return id;
  };
  const boxes: ClassBox[] = [];
  const full = sizes.map((size, field) =>
    Array.from({ length: size }, (_, value) => value).filter(
      (value) => restriction.get(field)?.has(value) ?? true,
    ),
  );
  const enumerate = (id: number, box: ClassBox): void => {
    if (id === NEVER || boxes.length >= boxesMax) return;
    const node = reduced[id];
    if (node === undefined) {
      boxes.push(box);
      return;
    }
    const byChild = new Map<number, number[]>();
    for (const value of full[node.field] ?? []) {
      const child = node.children[value] ?? NEVER;
      const group = byChild.get(child);
      if (group === undefined) byChild.set(child, [value]);
      else group.push(value);
    }
    for (const [child, group] of byChild) enumerate(child, box.with(node.field, group));
  };
  enumerate(reduce(root), full);
  return boxes;
}
