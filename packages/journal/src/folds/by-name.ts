/** A record in code-unit order of names, so that equal states read equally. */
export function byName<Value, Read>(
  map: ReadonlyMap<string, Value>,
  read: (value: Value) => Read,
): Readonly<Record<string, Read>> {
  const entries = [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, value]) => [name, read(value)]));
}
