import { ConfigurationError } from "@switchyard/contract";

/** No zone's clocks change within it: offsets are whole quarters of an hour since 1972. */
const QUARTER_MS = 900_000;

/**
 * The day, as `2026-11-24`, that a zone's calendars show at an instant.
 *
 * @throws ConfigurationError for a zone that the platform does not know
 */
export function localDayIn(timeZone: string): (epochMs: number) => string {
  const format = formatOf(timeZone);
  let known: { readonly quarter: number; readonly day: string } | undefined;
  return (epochMs) => {
    const quarter = Math.floor(epochMs / QUARTER_MS);
    if (known?.quarter === quarter) return known.day;
    const parts = new Map(format.formatToParts(epochMs).map(({ type, value }) => [type, value]));
    const day = `${parts.get("year")}-${parts.get("month")}-${parts.get("day")}`;
    known = { quarter, day };
    return day;
  };
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone,
      calendar: "gregory",
      numberingSystem: "latn",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
  } catch (cause) {
    throw new ConfigurationError(
      `The time zone ${JSON.stringify(timeZone)} is not known: ` +
        'give an IANA name such as "Europe/Berlin", or "UTC".',
      { cause },
    );
  }
}
