/** Tells when a budget's spend first reaches each of its alerts' shares of the cap. */
export interface CapAlarm {
  /** Shares that spend reaches for the first time since it was last below them, ascending. */
  spend(spentMicroUsd: number): readonly number[];
}

/**
 * How far below a share spend must fall before the share is told anew. A calendar window begins
 * at nothing; a rolling one forgets a sixtieth of its length at a time, and must not tell twice
 * what it wavers about.
 */
const REARM_SHARE = 0.05;

/** @param shares of the cap, ascending */
export function createCapAlarm(shares: readonly number[], capMicroUsd: number): CapAlarm {
  const told = new Set<number>();
  return {
    spend: (spentMicroUsd) => {
      const reached = shares.filter((share) => spentMicroUsd >= share * capMicroUsd);
      const news = reached.filter((share) => !told.has(share));
      for (const share of news) told.add(share);
      for (const share of told)
        if (spentMicroUsd < (share - REARM_SHARE) * capMicroUsd) told.delete(share);
      return news;
    },
  };
}
