import { readFileSync } from "node:fs";
import { z } from "zod";

/** What a status page said of one incident. */
export interface RecordedIncident {
  /** Its id on the status page. */
  readonly id: string;
  readonly provider: "openai" | "anthropic" | "character";
  /** First instant, milliseconds since 1970 (UTC). */
  readonly beganAtMs: number;
  /** From then until it was closed, in minutes. 0 where the page tells no more. */
  readonly minutes: number;
  /** From then until the remedy was in and only watched. Absent: the page does not say. */
  readonly minutesToRemedy?: number;
  /** The page's own word: 0 none, 1 minor, 2 major, 3 critical, 4 maintenance. */
  readonly impact: number;
  /** Whether the page lists an API for models among what it affected. */
  readonly isOfApi: boolean;
}

const PROVIDERS = ["openai", "anthropic", "character"] as const;
const MS_PER_MINUTE = 60_000;

/** Columns; a row for each incident. `minutesToRemedy` is -1 where it is not known. */
const RecordedColumns = z.strictObject({
  ids: z.array(z.string()),
  providers: z.array(z.enum(PROVIDERS)),
  beganMinutes: z.array(z.int().positive()),
  minutes: z.array(z.int().nonnegative()),
  minutesToRemedy: z.array(z.union([z.int().positive(), z.literal(-1)])),
  impacts: z.array(z.int().min(0).max(4)),
  ofApi: z.array(z.union([z.literal(0), z.literal(1)])),
});

/**
 * The 542 incidents that OpenAI, Anthropic and Character.AI recorded on their status pages from
 * February 2021 to August 2024, in the order of their source; `data/NOTICE.md` names it.
 */
export function recordedIncidents(): readonly RecordedIncident[] {
  const file = new URL("../../data/recorded-incidents.json", import.meta.url);
  const columns = RecordedColumns.parse(JSON.parse(readFileSync(file, "utf8")));
  const incidents: RecordedIncident[] = [];
  for (const [index, id] of columns.ids.entries()) {
    const minutesToRemedy = columns.minutesToRemedy[index] ?? -1;
    incidents.push({
      id,
      provider: columns.providers[index] ?? "openai",
      beganAtMs: (columns.beganMinutes[index] ?? 0) * MS_PER_MINUTE,
      minutes: columns.minutes[index] ?? 0,
      ...(minutesToRemedy > 0 && { minutesToRemedy }),
      impact: columns.impacts[index] ?? 0,
      isOfApi: columns.ofApi[index] === 1,
    });
  }
  return incidents;
}
