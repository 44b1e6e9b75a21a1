import { isPlainMap, type PlainMap } from "./plain-map.ts";

/** Merges key by key, `over` wins; a list is replaced as a whole. */
export function mergeMaps(under: PlainMap, over: PlainMap): PlainMap {
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = Object.hasOwn(under, key) ? under[key] : undefined;
    merged[key] = isPlainMap(below) && isPlainMap(value) ? mergeMaps(below, value) : value;
  }
  return merged;
}
