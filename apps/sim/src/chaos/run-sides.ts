import {
  comparisonsOf,
  controlOf,
  rehearse,
  type RehearsalOutcome,
  type SideRun,
} from "@switchyard/simulator";
import type { ChaosOptions } from "../cli/program.ts";
import type { Documents } from "./open-documents.ts";

/** A rehearsal beside the one that was asked for, and what it showed. */
export interface SideOutcome extends Pick<SideRun, "kind" | "name"> {
  readonly outcome: RehearsalOutcome;
}

/**
 * Runs the control and the comparisons of a scenario, with the run's own seed and length. The
 * comparisons are left out where `--requests` cuts the run short: they would show nothing. All are
 * played in process unless another fidelity is asked for: they come to the same, in less time.
 *
 * @throws DocumentError for a comparison whose change the policy cannot take
 */
export async function runSides(
  { scenario, bundle }: Documents,
  { seed, requests, control, fidelity = "model", strict }: ChaosOptions,
  signal: AbortSignal,
): Promise<readonly SideOutcome[]> {
  const calm = control === false ? undefined : controlOf(scenario, bundle);
  const compared = requests === undefined ? comparisonsOf(scenario, bundle) : [];
  const outcomes: SideOutcome[] = [];
  for (const { kind, name, ...world } of [...(calm === undefined ? [] : [calm]), ...compared]) {
    if (signal.aborted) break;
    const outcome = await rehearse({
      ...world,
      signal,
      fidelity,
      isStrict: strict === true,
      ...(seed !== undefined && { seed }),
      ...(requests !== undefined && { requests }),
    });
    outcomes.push({ kind, name, outcome });
  }
  return outcomes;
}
