/** Shorter values are no keys, and striking them out would make texts unreadable. */
const KEY_CHARS_MIN = 4;

/**
 * Strikes known keys out of texts, also where they are URL-encoded or escaped as in JSON. A key
 * that contains another goes first.
 */
export function createRedactor(keys: readonly string[]): (text: string) => string {
  const spellings = keys.flatMap((key) =>
    key.length < KEY_CHARS_MIN
      ? []
      : [key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1)],
  );
  const longestFirst = [...new Set(spellings)].toSorted((a, b) => b.length - a.length);
  return (text) => longestFirst.reduce((rest, key) => rest.replaceAll(key, "[key]"), text);
}
