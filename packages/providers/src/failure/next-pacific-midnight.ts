const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/**
 * The next midnight in US Pacific time, where Gemini's daily quotas start anew
 * (ai.google.dev/gemini-api/docs/rate-limits). Summer time by the US rule since 2007: from the
 * second Sunday of March to the first Sunday of November, both at 2:00 local time (15 U.S.C. 260a).
 *
 * @param epochMs wall clock
 */
export function nextPacificMidnight(epochMs: number): number {
  const localMs = epochMs - offsetMs(epochMs);
  const midnightLocalMs = (Math.floor(localMs / DAY_MS) + 1) * DAY_MS;
  // The change is at 2:00, so what holds a moment before midnight holds at midnight.
  return midnightLocalMs + offsetMs(midnightLocalMs - 1 + offsetMs(epochMs));
}

/** How far Pacific time is behind UTC. */
function offsetMs(epochMs: number): number {
  const year = new Date(epochMs - 8 * HOUR_MS).getUTCFullYear();
  const summerFromMs = sundayOf(year, 2, 2) + 10 * HOUR_MS;
  const winterFromMs = sundayOf(year, 10, 1) + 9 * HOUR_MS;
  return epochMs >= summerFromMs && epochMs < winterFromMs ? 7 * HOUR_MS : 8 * HOUR_MS;
}

/** Midnight UTC of the nth Sunday of a month. */
function sundayOf(year: number, monthIndex: number, nth: number): number {
  const first = new Date(Date.UTC(year, monthIndex, 1));
  const daysToSunday = (7 - first.getUTCDay()) % 7;
  return Date.UTC(year, monthIndex, 1 + daysToSunday + 7 * (nth - 1));
}
