import { isDeepStrictEqual } from "node:util";
import type { PolicySet } from "./change-bundle.ts";

/**
 * The changes that turn one policy document into another, as `changeBundle` takes them. Lists
 * are changed entry by entry where both have the same ids in the same order, else as a whole. Empty
 * where nothing changes.
 *
 * @param after a key of the document itself that holds null is taken away
 */
export function policyChanges(before: object, after: object): PolicySet {
  return Object.fromEntries(changesIn(Object.entries(before), Object.entries(after), ""));
}

type Change = readonly [pointer: string, value: unknown];
type Entries = readonly (readonly [key: string, value: unknown])[];

function changesIn(before: Entries, after: Entries, pointer: string): readonly Change[] {
  const [had, has] = [new Map(before), new Map(after)];
  return [...new Set([...had.keys(), ...has.keys()])].flatMap((key) => {
    const at = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    return has.has(key) ? changesOf(had.get(key), has.get(key), at) : [[at, null] as const];
  });
}

function changesOf(before: unknown, after: unknown, pointer: string): readonly Change[] {
  if (isDeepStrictEqual(before, after)) return [];
  const [had, has] = [entriesOf(before), entriesOf(after)];
  if (had === undefined || has === undefined) return [[pointer, after]];
  const isList = Array.isArray(before);
  // Entries of a list have no key of their own to come or go by.
  const isAlike = isList && JSON.stringify(keysOf(had)) === JSON.stringify(keysOf(has));
  if (isList !== Array.isArray(after) || (isList && !isAlike)) return [[pointer, after]];
  // Null takes a key away, and no pointer has an empty step.
  const isPlain = has.every(([, value]) => value !== null) && ![...had, ...has].some(isUnnamed);
  return isPlain ? changesIn(had, has, pointer) : [[pointer, after]];
}

function keysOf(entries: Entries): readonly string[] {
  return entries.map(([key]) => key);
}

function isUnnamed([key]: readonly [string, unknown]): boolean {
  return key === "";
}

/** The parts of a value by key, those of a list by their ids; undefined: it has no such parts. */
function entriesOf(value: unknown): Entries | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (!Array.isArray(value)) return Object.entries(value);
  const entries = value.flatMap((entry: unknown): Entries => {
    const isNamed = typeof entry === "object" && entry !== null && "id" in entry;
    return isNamed && typeof entry.id === "string" ? [[entry.id, entry]] : [];
  });
  const isNamed = new Set(keysOf(entries)).size === value.length;
  return isNamed ? entries : undefined;
}
