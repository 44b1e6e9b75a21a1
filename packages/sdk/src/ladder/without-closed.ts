import type { Plan, PlannedRung, RungName } from "@switchyard/contract";

/** A plan less its closed rungs: what an ask climbs. */
export function withoutClosed(plan: Plan, closed: ReadonlySet<RungName>): Plan {
  if (closed.size === 0) return plan;
  const kept = lastResort(plan);
  return { ...plan, rungs: plan.rungs.filter((rung) => rung === kept || !closed.has(rung.rung)) };
}

/**
 * The rung that no closing takes from an ask: where no static answer ends the ladder, the last
 * that has endpoints for it.
 */
export function lastResort({ rungs, endsStatic }: Plan): PlannedRung | undefined {
  return endsStatic ? undefined : rungs.findLast(({ endpoints }) => endpoints.length > 0);
}
