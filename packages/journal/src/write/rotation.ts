import { parse } from "node:path";
import { ConfigurationError } from "@switchyard/contract";

/** When a writer goes on in a new file. With both, whichever comes first. */
export interface Rotation {
  /** No file grows longer, in bytes, unless one line alone is. At least 1,024. */
  readonly bytesMax?: number;
  /** A file for each hour or day of UTC in which something happened. */
  readonly every?: "hour" | "day";
}

const BYTES_MIN = 1024;
const PERIOD_MS = { hour: 3_600_000, day: 86_400_000 } as const;
/** Digits of a file's number: a million files sort by name. */
const NUMBER_DIGITS = 6;

/** The number of the hour or day that an instant falls in; 0 where the calendar does not count. */
export function rotationPeriod({ every }: Rotation, atMs: number): number {
  return every === undefined ? 0 : Math.floor(atMs / PERIOD_MS[every]);
}

/**
 * The name of a writer's file: `events.jsonl` becomes `events.PROCESS.000001.jsonl`. No two
 * writers share one and none is renamed, so a reader never loses a file that it has open.
 *
 * @param number from 1
 */
export function rotatedFile(file: string, process: string, number: number): string {
  const { ext } = parse(file);
  const stem = file.slice(0, file.length - ext.length);
  return `${stem}.${process}.${String(number).padStart(NUMBER_DIGITS, "0")}${ext}`;
}

/** @throws ConfigurationError for a size that is no whole number from 1,024 up */
export function checkRotation({ bytesMax }: Rotation): void {
  if (bytesMax === undefined || (Number.isSafeInteger(bytesMax) && bytesMax >= BYTES_MIN)) return;
  throw new ConfigurationError(
    `A journal cannot rotate at ${bytesMax} bytes: give a whole number from ${BYTES_MIN} up.`,
  );
}
