import type { Spend } from "@switchyard/contract";

/**
 * The number of spend levels in force, of those that the policy lists in ascending order: a level
 * is entered where the share used reaches its `from`, and left where it falls below `from` less
 * the hysteresis.
 *
 * @param inForce the number in force before
 * @param usedShare held and spent over the cap, of the tightest budget in scope; 1 = all
 */
export function nextSpendLevel(
  { levels, hysteresis }: Pick<Spend, "levels" | "hysteresis">,
  inForce: number,
  usedShare: number,
): number {
  const entered = levels.filter(({ from }) => usedShare >= from).length;
  const kept = levels.filter(({ from }) => usedShare >= from - hysteresis).length;
  return Math.max(entered, Math.min(inForce, kept));
}

/** What spend levels ask for. */
export type SpendMeasures = Omit<Spend["levels"][number], "from">;

/** {@link spendMeasures} by the number of levels in force. */
export function measuresByLevel(spend: Pick<Spend, "levels">): readonly SpendMeasures[] {
  return [spendMeasures(spend, 0)].concat(
    spend.levels.map((_, index) => spendMeasures(spend, index + 1)),
  );
}

/** What the levels in force ask for together: the most tiers down, and the last throttle. */
export function spendMeasures({ levels }: Pick<Spend, "levels">, inForce: number): SpendMeasures {
  const entered = levels.slice(0, inForce);
  const throttle = entered.findLast((level) => level.throttle !== undefined)?.throttle;
  return {
    tierDown: Math.max(0, ...entered.map(({ tierDown }) => tierDown)),
    defer: entered.some(({ defer }) => defer),
    ...(throttle !== undefined && { throttle }),
  };
}
