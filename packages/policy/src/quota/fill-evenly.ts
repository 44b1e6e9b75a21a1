/**
 * Pours an amount into buckets of one size, evenly among those that are not full: a bucket that
 * fills up leaves the rest to the others (progressive filling, which is max-min fair). What a
 * bucket holds beyond the size is poured too, and what finds no room is lost.
 *
 * @param levels may be below 0, which is a debt
 * @returns the levels after, in the same order, none above `levelMax`
 */
export function fillEvenly(
  levels: readonly number[],
  amount: number,
  levelMax: number,
): readonly number[] {
  const filled = levels.map((level) => Math.min(level, levelMax));
  let left = levels.reduce((sum, level) => sum + Math.max(0, level - levelMax), amount);
  // Each round empties what is left or fills a bucket, so there are no more rounds than buckets.
  for (let round = 0; round < levels.length && left > 0; round += 1) {
    const open = filled.filter((level) => level < levelMax).length;
    const part = left / open;
    for (const [index, level] of filled.entries()) {
      const room = levelMax - level;
      if (room <= 0) continue;
      filled[index] = part < room ? level + part : levelMax;
      left -= Math.min(part, room);
    }
  }
  return filled;
}
