const LENGTH_MAX = 60;

/** Shows a value of a document in a message: scalars as written, larger ones by their kind. */
export function showValue(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value === "" ? "an empty text" : `\`${shorten(value)}\``;
    case "object":
      if (value === null) return "nothing";
      return Array.isArray(value) ? "a list" : "a map";
    case "number":
    case "boolean":
    case "bigint":
      return `\`${value}\``;
    default:
      return `a value of type ${typeof value}`;
  }
}

/** Lists names in a message: `a, b or c`. At most twelve of them. */
export function showNames(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const shown = names.length > 12 ? [...names.slice(0, 11), "others"] : names;
  const last = shown.at(-1) ?? "";
  return shown.length === 1 ? last : `${shown.slice(0, -1).join(", ")} or ${last}`;
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > LENGTH_MAX ? `${line.slice(0, LENGTH_MAX)}…` : line;
}
