const UNITS_MS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;

const DURATION =
  /^(?:(?<d>\d+)d)?(?:(?<h>\d+)h)?(?:(?<m>\d+)m(?!s))?(?:(?<s>\d+(?:\.\d+)?)s)?(?:(?<ms>\d+(?:\.\d+)?)ms)?$/;

/**
 * Milliseconds of a duration as providers write it: `20ms`, `7.5s`, `6m0s`, `1h2m3s`. Rounded up,
 * so waiting that long is never too short. Undefined for anything else.
 */
export function parseWireDuration(text: string): number | undefined {
  const units = text === "" ? undefined : DURATION.exec(text)?.groups;
  if (units === undefined) return undefined;
  const ms =
    Number(units["d"] ?? 0) * UNITS_MS.d +
    Number(units["h"] ?? 0) * UNITS_MS.h +
    Number(units["m"] ?? 0) * UNITS_MS.m +
    Number(units["s"] ?? 0) * UNITS_MS.s +
    Number(units["ms"] ?? 0) * UNITS_MS.ms;
  return ceilMs(ms);
}

/** Rounds up to whole milliseconds; 7.1 s is not 7,100.000001 ms. */
export function ceilMs(ms: number): number {
  return Math.ceil(Math.round(ms * 1e6) / 1e6);
}
