/** Spend in one window of one budget, in whole micro-US-dollars by part of the window. */
export type WindowSpend = ReadonlyMap<number, number>;

/** A rolling window's parts, as the ledgers count them: spend is forgotten a sixtieth at a time. */
const PARTS = 60;
const ROLLING = /^rolling:(\d+)$/;
const NOTHING: WindowSpend = new Map();

/** The spend with more of it. A rolling window keeps the parts that may still count. */
export function postSpend(
  window: string,
  spend: WindowSpend = NOTHING,
  amountMicroUsd: number,
  atMs: number,
): WindowSpend {
  const part = partAt(window, atMs);
  const posted = new Map(spend).set(part, (spend.get(part) ?? 0) + amountMicroUsd);
  if (posted.size <= PARTS + 1) return posted;
  const newest = Math.max(...posted.keys());
  return new Map([...posted].filter(([each]) => each >= newest - PARTS));
}

/** Spend in the window as it stands at an instant. */
export function spendAt(window: string, spend: WindowSpend, atMs: number): number {
  const oldest = partAt(window, atMs) - PARTS;
  return [...spend].reduce(
    (sum, [part, amountMicroUsd]) => (part >= oldest ? sum + amountMicroUsd : sum),
    0,
  );
}

/** A calendar window has one part. */
function partAt(window: string, atMs: number): number {
  const [, durationMs] = ROLLING.exec(window) ?? [];
  return durationMs === undefined ? 0 : Math.floor(atMs / (Number(durationMs) / PARTS));
}
