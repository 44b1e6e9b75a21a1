import type { Budget, WindowInstance } from "@switchyard/contract";
import { utcDay } from "../price/utc-day.ts";

const HOUR_MS = 3_600_000;
/** A window that began is over by then: a day has 25 hours at most, a month 31 days and one hour. */
const LENGTH_MS_MAX = { day: 36 * HOUR_MS, month: 32 * 24 * HOUR_MS } as const;
const KEY_LENGTH = { day: "YYYY-MM-DD".length, month: "YYYY-MM".length } as const;

/** The day (`YYYY-MM-DD`) that a zone's calendars show at an instant. */
type LocalDay = (epochMs: number) => string;

interface Held {
  readonly fromMs: number;
  readonly window: WindowInstance & { readonly kind: "calendar" };
}

/**
 * The window of a budget that an instant falls in. A calendar window ends at the first instant at
 * which the zone's calendars show another day or month, so a day lasts 23 or 25 hours where the
 * clocks change.
 *
 * Builds a time-zone formatter; for many calls use {@link createWindows}. Throws `RangeError` for
 * a time zone that the platform does not know.
 */
export function windowInstance(budget: Budget, epochMs: number): WindowInstance {
  return createWindows()(budget, epochMs);
}

/**
 * {@link windowInstance} that remembers zones and the current window of each kind and zone. While
 * a window lasts, the same object is returned.
 */
export function createWindows(): (budget: Budget, epochMs: number) => WindowInstance {
  const zones = new Map<string, { readonly localDay: LocalDay; day?: Held; month?: Held }>();
  return (budget, epochMs) => {
    if (budget.window === "rolling-24h") return ROLLING_24H;
    if (budget.window === "rolling-1h") return ROLLING_1H;
    let zone = zones.get(budget.timezone);
    if (zone === undefined) {
      zone = { localDay: localDayIn(budget.timezone) };
      zones.set(budget.timezone, zone);
    }
    const held = zone[budget.window];
    if (held !== undefined && epochMs >= held.fromMs && epochMs < held.window.endsAtMs) {
      return held.window;
    }
    const window = calendarWindow(budget.window, budget.timezone, zone.localDay, epochMs);
    zone[budget.window] = { fromMs: epochMs, window };
    return window;
  };
}

const ROLLING_24H: WindowInstance = { kind: "rolling", durationMs: 24 * HOUR_MS };
const ROLLING_1H: WindowInstance = { kind: "rolling", durationMs: HOUR_MS };

function calendarWindow(
  kind: "day" | "month",
  timezone: string,
  localDay: LocalDay,
  epochMs: number,
): Held["window"] {
  const label = (atMs: number): string => localDay(atMs).slice(0, KEY_LENGTH[kind]);
  const current = label(epochMs);
  let insideMs = Math.floor(epochMs);
  let afterMs = insideMs + LENGTH_MS_MAX[kind];
  while (afterMs - insideMs > 1) {
    const middleMs = insideMs + Math.floor((afterMs - insideMs) / 2);
    if (label(middleMs) === current) insideMs = middleMs;
    else afterMs = middleMs;
  }
  return { kind: "calendar", key: `${kind}:${current}:${timezone}`, endsAtMs: afterMs };
}

function localDayIn(timezone: string): LocalDay {
  if (timezone === "UTC") return utcDay;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: timezone,
    calendar: "gregory",
    numberingSystem: "latn",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  return (epochMs) => {
    const parts = new Map(format.formatToParts(epochMs).map(({ type, value }) => [type, value]));
    return `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`;
  };
}
