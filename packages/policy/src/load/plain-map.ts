import type { Path } from "./json-pointer.ts";

/** A map of a document whose keys and values are not known yet. */
export type PlainMap = Readonly<Record<string, unknown>>;

export function isPlainMap(value: unknown): value is PlainMap {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path; undefined where there is none. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isPlainMap(value) && Object.hasOwn(value, key)) value = value[key];
    else return undefined;
  }
  return value;
}

/** A copy of `root` with `value` at `path`; undefined takes the key away. */
export function withValueAt(root: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(root)) {
    return root.map((entry, index) =>
      index === Number(key) ? withValueAt(entry, rest, value) : entry,
    );
  }
  const map = isPlainMap(root) ? root : {};
  const entry = withValueAt(map[key], rest, value);
  const others = Object.entries(map).filter(([name]) => name !== key);
  return Object.fromEntries(entry === undefined ? others : [...others, [key, entry]]);
}
