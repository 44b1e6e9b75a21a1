const STEPS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** One piece of a bar. */
export interface BarPart<Name extends string = string> {
  readonly name: Name;
  readonly share: number;
}

/**
 * Columns of each part in a bar of `width`, by largest remainder, so that they add up to `width`
 * when the shares add up to one. A part above zero gets a column as long as there is one to give.
 */
export function stackedColumns<Name extends string>(
  parts: readonly BarPart<Name>[],
  width: number,
): readonly { readonly name: Name; readonly columns: number }[] {
  const exact = parts.map(({ name, share }) => ({ name, share, exact: share * width }));
  const columns = exact.map((part) => Math.max(part.share > 0 ? 1 : 0, Math.floor(part.exact)));
  const wanted = Math.min(width, Math.round(exact.reduce((sum, part) => sum + part.exact, 0)));
  const byRemainder = exact
    .map((part, index) => ({ index, rest: part.exact - (columns[index] ?? 0) }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index);
  let missing = wanted - columns.reduce((sum, count) => sum + count, 0);
  for (const { index } of byRemainder) {
    if (missing <= 0) break;
    columns[index] = (columns[index] ?? 0) + 1;
    missing -= 1;
  }
  for (const { index } of byRemainder.toReversed()) {
    while (missing < 0 && (columns[index] ?? 0) > 1) {
      columns[index] = (columns[index] ?? 0) - 1;
      missing += 1;
    }
  }
  return exact.map(({ name }, index) => ({ name, columns: columns[index] ?? 0 }));
}

/** One eighth-step block per value from 0 to 1; a blank where there is no value yet. */
export function sparkline(values: readonly (number | undefined)[]): string {
  return values
    .map((value) => {
      if (value === undefined) return " ";
      const step = Math.ceil(Math.min(1, Math.max(0, value)) * STEPS.length) - 1;
      return STEPS[Math.max(0, step)] ?? " ";
    })
    .join("");
}

/** Means of neighbouring values, so that a series of any length has `width` points. */
export function resample(
  values: readonly (number | undefined)[],
  width: number,
): readonly (number | undefined)[] {
  return Array.from({ length: width }, (_, column) => {
    const from = Math.floor((column * values.length) / width);
    const to = Math.max(from + 1, Math.floor(((column + 1) * values.length) / width));
    const known = values.slice(from, to).filter((value) => value !== undefined);
    if (known.length === 0) return undefined;
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}
