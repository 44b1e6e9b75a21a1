/** Tells when a budget's spend first reaches each of its alerts' shares of the cap. */
export interface CapAlarm {
  /** Shares that spend reaches for the first time since it was last below them, ascending. */
  spend(spentMicroUsd: number): readonly number[];
}

/**
 * Part of a share that spend must fall below before the share is told anew. A calendar window
 * begins at nothing; a rolling one falls while spend is being saved, and must tell one spike once.
 */
const REARM_PART = 0.5;

/** @param shares of the cap, ascending */
export function createCapAlarm(shares: readonly number[], capMicroUsd: number): CapAlarm {
  const told = new Set<number>();
  return {
    spend: (spentMicroUsd) => {
      const reached = shares.filter((share) => spentMicroUsd >= share * capMicroUsd);
      const news = reached.filter((share) => !told.has(share));
      for (const share of news) told.add(share);
      for (const share of told)
        if (spentMicroUsd < REARM_PART * share * capMicroUsd) told.delete(share);
      return news;
    },
  };
}
