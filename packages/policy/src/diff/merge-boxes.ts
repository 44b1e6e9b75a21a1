import type { ClassBox } from "../analyse/class-boxes.ts";

/**
 * Joins boxes that are equal in all fields but one, as long as there are any. The boxes that come
 * out hold the same classes and, where the given ones did not overlap, do not either. They are
 * few, not the fewest.
 */
export function mergeBoxes(boxes: readonly ClassBox[]): readonly ClassBox[] {
  let merged = boxes;
  let before = Number.POSITIVE_INFINITY;
  while (merged.length < before) {
    before = merged.length;
    const fields = merged[0]?.length ?? 0;
    // Names come first in a class, and join last: a reader looks for them first.
    for (let field = fields - 1; field >= 0; field -= 1) merged = joinedIn(field, merged);
  }
  return merged;
}

function joinedIn(field: number, boxes: readonly ClassBox[]): readonly ClassBox[] {
  const alike = new Map<string, ClassBox>();
  for (const box of boxes) {
    const key = box.map((held, at) => (at === field ? "" : held.join(" "))).join("|");
    const other = alike.get(key);
    if (other === undefined) alike.set(key, box);
    else {
      const values = [...(other[field] ?? []), ...(box[field] ?? [])];
      alike.set(
        key,
        other.with(
          field,
          values.toSorted((left, right) => left - right),
        ),
      );
    }
  }
  return [...alike.values()];
}
