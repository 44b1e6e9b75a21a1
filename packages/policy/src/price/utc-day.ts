/** Milliseconds of a UTC day: it has no leap seconds. */
export const DAY_MS = 86_400_000;

/**
 * The UTC calendar day of an instant as `YYYY-MM-DD`, for years 0 to 9999: days of equal form
 * compare as text.
 *
 * Days to civil date by Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms",
 * `civil_from_days`: years begin in March, so a leap day ends one.
 */
export function utcDay(epochMs: number): string {
  const daysSinceMarchOfYear0 = Math.floor(epochMs / DAY_MS) + 719_468;
  const era = Math.floor(daysSinceMarchOfYear0 / 146_097);
  const dayOfEra = daysSinceMarchOfYear0 - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}`;
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
