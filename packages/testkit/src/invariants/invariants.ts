import { budgetNeverExceeded } from "./budget-never-exceeded.ts";
import { capabilityKept } from "./capability-kept.ts";
import { deadlineKept } from "./deadline-kept.ts";
import { envelopeNeverWidened } from "./envelope-never-widened.ts";
import { everyAskEnds } from "./every-ask-ends.ts";
import { gatesOnEveryAnswer } from "./gates-on-every-answer.ts";
import type { Breach, Invariant } from "./invariant.ts";
import { noCallAfterEnd } from "./no-call-after-end.ts";
import { noSilentDrift } from "./no-silent-drift.ts";
import { policyHashOnEveryEvent } from "./policy-hash-on-every-event.ts";
import { qualityFloorBeforeCost } from "./quality-floor-before-cost.ts";
import { reservationsEndOnce } from "./reservations-end-once.ts";
import { riskNeverLowered } from "./risk-never-lowered.ts";
import { spendAddsUp } from "./spend-adds-up.ts";
import { staticRungLast } from "./static-rung-last.ts";
import type { Trace } from "./trace.ts";

/** Everything that holds in every trace of a right router, whatever its policy. */
export const invariants: readonly Invariant[] = [
  envelopeNeverWidened,
  everyAskEnds,
  budgetNeverExceeded,
  reservationsEndOnce,
  deadlineKept,
  riskNeverLowered,
  capabilityKept,
  noSilentDrift,
  qualityFloorBeforeCost,
  gatesOnEveryAnswer,
  policyHashOnEveryEvent,
  staticRungLast,
  noCallAfterEnd,
  spendAddsUp,
];

/** Every breach of the invariants, those of one invariant together. */
export function breachesOf(
  trace: Trace,
  held: readonly Invariant[] = invariants,
): readonly Breach[] {
  return held.flatMap(({ check }) => check(trace));
}
