import { createBundle, loadPolicy, type LoadedBundle } from "@switchyard/policy";

/** New values by JSON pointer into a policy; null takes a value away. */
export type PolicySet = Readonly<Record<string, unknown>>;

/**
 * The bundle with some values of its policy changed.
 *
 * @throws DocumentError with every mistake that the change makes
 */
export function changeBundle({ policy, catalog }: LoadedBundle, set: PolicySet): LoadedBundle {
  const text = JSON.stringify(changeDocument(policy.document, set));
  return createBundle(loadPolicy({ text, file: "the changed policy" }), catalog);
}

/** A copy of a document with some values changed. */
export function changeDocument(document: unknown, set: PolicySet): unknown {
  return Object.entries(set).reduce(
    (changed, [pointer, value]) =>
      withValue(changed, pointer.split("/").slice(1).map(unescaped), value),
    document,
  );
}

/** A copy with one value in another's place; a path that is not there is made. */
function withValue(parent: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(parent)) {
    const index = indexIn(parent, key);
    return Object.assign([...parent], { [index]: withValue(parent[index], rest, value) });
  }
  const own = typeof parent === "object" && parent !== null ? parent : {};
  if (rest.length === 0 && value === null)
    return Object.fromEntries(Object.entries(own).filter(([name]) => name !== key));
  const child: unknown = Object.entries(own).find(([name]) => name === key)?.[1];
  return { ...own, [key]: withValue(child, rest, value) };
}

/** A number, `-` for the end, or the id of an entry. */
function indexIn(list: readonly unknown[], key: string): number {
  if (key === "-") return list.length;
  const named = list.findIndex(
    (entry) => typeof entry === "object" && entry !== null && "id" in entry && entry.id === key,
  );
  return named === -1 ? Number(key) : named;
}

/** RFC 6901: `~1` is a slash and `~0` a tilde. */
function unescaped(step: string): string {
  return step.replaceAll("~1", "/").replaceAll("~0", "~");
}
