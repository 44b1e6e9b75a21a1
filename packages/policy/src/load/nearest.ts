import { distance } from "fastest-levenshtein";

/** Longer words are names of something else, and comparing them costs the product of lengths. */
const LENGTH_MAX = 120;

/**
 * The name of `names` that `name` most likely means: equal but for case, dashes and underscores,
 * one a beginning of the other, or apart by a third of their letters. Undefined when none is near.
 */
export function nearest(name: string, names: Iterable<string>): string | undefined {
  const wanted = fold(name);
  if (wanted.length === 0 || wanted.length > LENGTH_MAX) return undefined;
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const candidate of names) {
    const far = distanceBetween(wanted, fold(candidate));
    if (far !== undefined && (best === undefined || far < best.distance)) {
      best = { name: candidate, distance: far };
    }
  }
  return best?.name;
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[-_\s]/g, "");
}

function distanceBetween(wanted: string, candidate: string): number | undefined {
  if (candidate.length === 0 || candidate.length > LENGTH_MAX) return undefined;
  const far = distance(wanted, candidate);
  const longer = Math.max(wanted.length, candidate.length);
  // Two letters swapped are a distance of two, and happen in short words as well.
  const farthest = longer < 4 ? 1 : Math.max(2, Math.floor(longer / 3));
  if (far <= farthest) return far;
  const isPrefix = wanted.length >= 3 && candidate.startsWith(wanted);
  return isPrefix || (candidate.length >= 3 && wanted.startsWith(candidate)) ? far : undefined;
}
