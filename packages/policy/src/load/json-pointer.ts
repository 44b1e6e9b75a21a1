/** Where a value stands in a document, outermost key first. */
export type Path = readonly (string | number)[];

/** Writes a path as a JSON pointer (RFC 6901). The whole document is the empty text. */
export function pointerOf(path: Path): string {
  let pointer = "";
  for (const key of path) pointer += `/${escaped(String(key))}`;
  return pointer;
}

/** Few keys have anything to escape, and a search costs less than two replacements. */
function escaped(key: string): string {
  return /[~/]/.test(key) ? key.replaceAll("~", "~0").replaceAll("/", "~1") : key;
}

/** The pointer of the value that holds this one; undefined for the whole document. */
export function parentPointer(pointer: string): string | undefined {
  return pointer === "" ? undefined : pointer.slice(0, pointer.lastIndexOf("/"));
}

/** Whether `path` names `ancestor` or something inside it. */
export function isInside(path: Path, ancestor: Path): boolean {
  return ancestor.every((key, index) => String(path[index]) === String(key));
}
