/**
 * The share of each route's asks to let in so that their spend keeps to what is affordable:
 * routes give in the policy's order, each down to `shareMin` before the next gives anything. A
 * route that the order does not name gives nothing, so the rest may still exceed what is
 * affordable; the cap holds all the same.
 *
 * @param order routes that give, first to last
 * @param demandMicroUsd what each route would spend in any stretch of time, the same for all, if all
 *   its asks were let in
 * @param affordableMicroUsd what all routes together may spend in that stretch
 */
export function throttleShares(
  order: readonly string[],
  shareMin: number,
  demandMicroUsd: Readonly<Record<string, number>>,
  affordableMicroUsd: number,
): ReadonlyMap<string, number> {
  const total = Object.values(demandMicroUsd).reduce((sum, microUsd) => sum + microUsd, 0);
  let excess = total - affordableMicroUsd;
  const shares = new Map<string, number>();
  for (const route of order) {
    const demand = demandMicroUsd[route] ?? 0;
    const given = Math.max(0, Math.min(excess, demand * (1 - shareMin)));
    excess -= given;
    shares.set(route, demand === 0 ? 1 : Math.max(shareMin, 1 - given / demand));
  }
  return shares;
}
