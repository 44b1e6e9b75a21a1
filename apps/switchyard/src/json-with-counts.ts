/** JSON in one line; counts are decimal strings, for they may be beyond 2^53. */
export function jsonWithCounts(value: unknown): string {
  const plain = (_key: string, held: unknown): unknown =>
    typeof held === "bigint" ? `${held}` : held;
  return `${JSON.stringify(value, plain)}\n`;
}
