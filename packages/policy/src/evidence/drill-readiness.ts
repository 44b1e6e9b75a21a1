import { isIntact } from "./content-hash.ts";
import { drillKey, type Drill, type DrillRecord } from "./drill-record.ts";
import { evidenceAgeMs } from "./evidence-age.ts";
import type { NeededDrill } from "./needed-drills.ts";

/** A quarter, as for quality scores (rule R20): models behind one name change within it. */
export const DRILL_AGE_MAX_MS = 7_776_000_000;

export interface WantedDrills {
  readonly bundleHash: string;
  readonly needed: readonly NeededDrill[];
  readonly nowMs: number;
}

/** How one needed drill stands. The newest run of it decides. */
export type DrillStanding =
  | {
      readonly state: "passed";
      readonly needed: NeededDrill;
      readonly drill: Drill;
      /** Age of the run in milliseconds, and what it still counts for, 0 to 1. */
      readonly ageMs: number;
      readonly readiness: number;
    }
  | {
      readonly state: "failed";
      readonly needed: NeededDrill;
      readonly drill: Drill;
      readonly ageMs: number;
      readonly readiness: 0;
    }
  | { readonly state: "missing"; readonly needed: NeededDrill; readonly readiness: 0 };

interface Run {
  readonly drill: Drill;
  readonly ageMs: number;
}

/** A record that says nothing here. */
export interface RefusedRecord {
  readonly record: DrillRecord;
  /** Of another bundle; changed after it was sealed; dated ahead of `nowMs`. */
  readonly why: "foreign" | "tampered" | "dated-ahead";
}

/** How well the failover of a bundle is rehearsed. */
export interface DrillReadiness {
  /** 0 to 1. */
  readonly readiness: number;
  /** In the order of `needed`. */
  readonly drills: readonly DrillStanding[];
  readonly refused: readonly RefusedRecord[];
}

/**
 * Failover readiness: 1 when every needed drill has just passed, 0 when one has failed, was never
 * run, or was last run a quarter ago.
 *
 * One drill counts `1 - age / 90 days`, at least 0. A rehearsal plays providers as the catalogue
 * measured them, and that is believed for 90 days; a straight line, because nobody has measured a
 * better one and every reader can check it. The whole is the least of its parts and not their
 * mean: an incident picks its provider, so the least rehearsed one decides. Nothing needed: 1.
 *
 * @returns also the records that were refused; they count for nothing
 */
export function drillReadiness(
  records: readonly DrillRecord[],
  { bundleHash, needed, nowMs }: WantedDrills,
): DrillReadiness {
  const runs: Run[] = [];
  const refused: RefusedRecord[] = [];
  for (const record of records) {
    const ageMs = evidenceAgeMs(record.startedAtMs, nowMs);
    if (!isIntact(record)) refused.push({ record, why: "tampered" });
    else if (record.bundleHash !== bundleHash) refused.push({ record, why: "foreign" });
    else if (ageMs === undefined) refused.push({ record, why: "dated-ahead" });
    else runs.push(...record.drills.map((drill) => ({ drill, ageMs })));
  }
  const drills = needed.map((one): DrillStanding => {
    const run = newestOf(runs.filter(({ drill }) => isRunOf(drill, one)));
    if (run === undefined) return { state: "missing", needed: one, readiness: 0 };
    if (!run.drill.passed) return { state: "failed", needed: one, ...run, readiness: 0 };
    const readiness = Math.max(0, 1 - run.ageMs / DRILL_AGE_MAX_MS);
    return { state: "passed", needed: one, ...run, readiness };
  });
  return { readiness: Math.min(1, ...drills.map(({ readiness }) => readiness)), drills, refused };
}

/** Whether a drill is of this loss and start, and judged all the risk classes that are needed. */
function isRunOf(drill: Drill, needed: NeededDrill): boolean {
  const { risks } = needed;
  return drillKey(drill) === drillKey(needed) && risks.every((risk) => drill.risks.includes(risk));
}

/** Of two runs of one instant the failed one is believed, whatever their order. */
function newestOf(runs: readonly Run[]): Run | undefined {
  const [newest] = runs.toSorted(
    (left, right) =>
      left.ageMs - right.ageMs || Number(left.drill.passed) - Number(right.drill.passed),
  );
  return newest;
}
