const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const USD_MICRO = 1_000_000;

/** What stands where there is no number. */
export const NOTHING = "–";

/** A latency in at most five characters: `840ms`, `1.2s`, `12.4s`, `2m05`. */
export function formatLatency(durationMs: number | undefined): string {
  if (durationMs === undefined || !Number.isFinite(durationMs)) return NOTHING;
  if (durationMs < 999.5) return `${Math.round(durationMs)}ms`;
  if (durationMs < 59_950) return `${(durationMs / SECOND_MS).toFixed(1)}s`;
  const seconds = Math.round(durationMs / SECOND_MS);
  return `${Math.floor(seconds / 60)}m${pad(seconds % 60)}`;
}

/** A length of time in words' order, two units at most: `45s`, `2m 10s`, `3h 05m`, `2d 4h`. */
export function formatSpan(durationMs: number): string {
  const seconds = Math.round(durationMs / SECOND_MS);
  if (seconds < 60) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}m ${pad(seconds % 60)}s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours}h ${pad(minutes % 60)}m`;
  return `${Math.floor(hours / 24)}d ${hours % 24}h`;
}

/** Time since the run's start: `04:10`, or `1:04:10` from an hour on. */
export function formatClock(sinceStartMs: number): string {
  const whole = Math.max(0, sinceStartMs);
  const hours = Math.floor(whole / HOUR_MS);
  const minutes = Math.floor((whole % HOUR_MS) / MINUTE_MS);
  const seconds = Math.floor((whole % MINUTE_MS) / SECOND_MS);
  return `${hours > 0 ? `${hours}:` : ""}${pad(minutes)}:${pad(seconds)}`;
}

/** Like {@link formatClock}, to the tenth of a second. */
export function formatClockTenths(sinceStartMs: number): string {
  const tenths = Math.floor((Math.max(0, sinceStartMs) % SECOND_MS) / 100);
  return `${formatClock(sinceStartMs)}.${tenths}`;
}

/** The time of day in UTC, to the second: `09:04:10`. */
export function formatTimeOfDay(epochMs: number): string {
  const ofDayMs = Math.floor(epochMs) % (24 * HOUR_MS);
  return [HOUR_MS, MINUTE_MS, SECOND_MS]
    .map((unitMs, index) => pad(Math.floor(ofDayMs / unitMs) % (index === 0 ? 24 : 60)))
    .join(":");
}

/** Money with as many decimals as say something: `$0.0041`, `$0.08`, `$12.30`, `$1,204`. */
export function formatMoney(microUsd: number | undefined): string {
  if (microUsd === undefined || !Number.isFinite(microUsd)) return NOTHING;
  const sign = microUsd < 0 ? "-" : "";
  const usd = Math.abs(microUsd) / USD_MICRO;
  if (usd === 0) return "$0.00";
  if (usd < 0.0995) return `${sign}$${usd.toFixed(4).replace(/00$/, "")}`;
  if (usd < 999.995) return `${sign}$${usd.toFixed(2)}`;
  return `${sign}$${groupThousands(Math.round(usd))}`;
}

/** Money to the cent, and from a hundred dollars on to the dollar: `$0.03`, `$12.30`, `$412`. */
export function formatMoneyShort(microUsd: number): string {
  const usd = microUsd / USD_MICRO;
  if (usd < 99.995) return `$${usd.toFixed(2).replace(/\.00$/, "")}`;
  return `$${groupThousands(Math.round(usd))}`;
}

/** A share as a percentage with one decimal; none where it is exact: `98.2%`, `100%`. */
export function formatShare(share: number | undefined): string {
  if (share === undefined || !Number.isFinite(share)) return NOTHING;
  if (share === 0 || share === 1) return `${share * 100}%`;
  // Rounding must not turn "nearly all" into "all", nor "hardly any" into "none".
  const percent = Math.min(99.9, Math.max(0.1, share * 100));
  return `${(share > 1 ? share * 100 : percent).toFixed(1)}%`;
}

/** A count with its thousands apart: `12,345`. */
export function formatCount(count: number): string {
  return groupThousands(Math.round(count));
}

/** Events per second: `0.4`, `9.8`, `34`. */
export function formatRate(perSecond: number): string {
  return perSecond < 9.95 ? perSecond.toFixed(1) : `${Math.round(perSecond)}`;
}

function groupThousands(whole: number): string {
  return `${whole}`.replace(/\B(?=(\d{3})+$)/g, ",");
}

function pad(number: number): string {
  return `${number}`.padStart(2, "0");
}
