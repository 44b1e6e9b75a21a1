import { COST_SPLITS, type Costs, type CostSplit, type JournalReport } from "@switchyard/journal";
import type { Period } from "./asks-between.ts";
import type { CostReading } from "./cost-report.ts";

/** What `switchyard costs --json` prints. Version 1; keys may be added, never change their meaning. */
export interface JsonCosts {
  readonly version: 1;
  /** As `--since` and `--until` were read; null where they were not given. */
  readonly sinceMs: number | null;
  readonly untilMs: number | null;
  /** The first and last event that counted; null where there is none. */
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
  /** With the splits that `--by` names. */
  readonly costs: Omit<Costs, CostSplit> & Partial<Pick<Costs, CostSplit>>;
  /** What was read, and what was left out. */
  readonly journal: JournalReport;
}

export function jsonCosts(
  { costs, journal, span }: CostReading,
  splits: readonly CostSplit[],
  { sinceMs, untilMs }: Period,
): JsonCosts {
  const { byRoute, byIntent, bySegment, byModel, byProvider, byDay, ...rest } = costs;
  const all = { byRoute, byIntent, bySegment, byModel, byProvider, byDay };
  const chosen = COST_SPLITS.filter((split) => splits.includes(split));
  return {
    version: 1,
    sinceMs: Number.isFinite(sinceMs) ? sinceMs : null,
    untilMs: Number.isFinite(untilMs) ? untilMs : null,
    firstAtMs: span?.firstAtMs ?? null,
    lastAtMs: span?.lastAtMs ?? null,
    costs: { ...rest, ...Object.fromEntries(chosen.map((split) => [split, all[split]])) },
    journal,
  };
}
