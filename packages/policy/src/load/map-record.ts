/**
 * Applies `change` to every value of a record. Keys come in code-unit order, whatever the order
 * in the document, so that equal documents behave alike to the last byte.
 */
export function mapRecord<From, To>(
  record: Readonly<Record<string, From>>,
  change: (value: From, key: string) => To,
): Readonly<Record<string, To>> {
  return Object.fromEntries(
    Object.entries(record)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, value]) => [key, change(value, key)]),
  );
}
