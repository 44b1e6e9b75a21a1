import { ConfigurationError, DateText } from "@switchyard/contract";
import { localDayIn } from "@switchyard/journal";
import { DAY_MS, utcDay } from "@switchyard/policy";

const QUARTER_MS = 900_000;
/** No zone is further from UTC. */
const OFFSET_MS_MAX = 86_400_000;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** The edge of a period that an option names. */
export interface PeriodEdge {
  readonly option: "--since" | "--until";
  readonly text: string;
  readonly timeZone: string;
}

/**
 * The instant that `--since` or `--until` names, in milliseconds since 1970. A day is that of the
 * time zone: since its beginning, until its end.
 *
 * @throws ConfigurationError for a text that is neither a day nor an instant
 */
export function readInstant({ option, text, timeZone }: PeriodEdge): number {
  if (DateText.safeParse(text).success) {
    const noonMs = Date.parse(`${text}T12:00:00Z`);
    const day = option === "--since" ? text : utcDay(noonMs + DAY_MS);
    return startOfDay(day, timeZone);
  }
  const epochMs = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(epochMs)) return epochMs;
  throw new ConfigurationError(
    `${option} ${JSON.stringify(text)} is neither a day nor an instant: write 2026-11-24, or an ` +
      "instant with its zone such as 2026-11-24T08:00Z or 2026-11-24T09:00+01:00.",
  );
}

/** The first quarter of an hour that the zone's calendars count to the day or a later one. */
function startOfDay(day: string, timeZone: string): number {
  const dayOf = localDayIn(timeZone);
  const middleMs = Date.parse(`${day}T00:00:00Z`);
  let [before, at] = [middleMs - OFFSET_MS_MAX, middleMs + OFFSET_MS_MAX];
  while (at - before > QUARTER_MS) {
    const halfMs = before + Math.round((at - before) / 2 / QUARTER_MS) * QUARTER_MS;
    if (dayOf(halfMs) >= day) at = halfMs;
    else before = halfMs;
  }
  return at;
}
