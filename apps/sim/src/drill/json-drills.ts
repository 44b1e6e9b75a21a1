import type { DrillRecord, LoadedBundle, NeededDrill } from "@switchyard/policy";
import type { DrillPlan, ProviderRole } from "@switchyard/simulator";
import type { Verdict } from "../chaos/verdict.ts";
import { adviceOf, drillNotes } from "./drill-lines.ts";
import type { DrillRun } from "./rehearse-drills.ts";

/** What `sim chaos --drill --json` prints. Version 1; keys may be added, never change meaning. */
export interface JsonDrills {
  readonly version: 1;
  readonly verdict: Verdict["kind"];
  readonly bundleHash: string;
  /** The providers that traffic calls first most, most first. */
  readonly firstChoices: readonly ProviderRole[];
  /** Where the record was written; null: it was not, as it would prove nothing. */
  readonly recordFile: string | null;
  readonly record: DrillRecord | null;
  /** Why each drill was needed, in the order of the record. */
  readonly needed: readonly NeededDrill[];
  /** What to change, each with its place in the policy's file. */
  readonly changes: readonly string[];
  readonly notes: readonly string[];
}

export function jsonDrills(
  bundle: LoadedBundle,
  { roles, drills }: DrillPlan,
  runs: readonly DrillRun[],
  verdict: Verdict,
  written: { readonly file: string; readonly record: DrillRecord } | undefined,
): JsonDrills {
  return {
    version: 1,
    verdict: verdict.kind,
    bundleHash: bundle.bundle.hash,
    firstChoices: [roles["@primary"], roles["@second"]].flatMap((role) => role ?? []),
    recordFile: written?.file ?? null,
    record: written?.record ?? null,
    needed: drills.map(({ needed }) => needed),
    changes: adviceOf(runs, bundle),
    notes: drillNotes(runs),
  };
}
