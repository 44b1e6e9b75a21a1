import type { Plan, PlannedRung, RungName } from "@switchyard/contract";

/** A plan less its closed rungs: what an ask climbs. */
export function withoutClosed(plan: Plan, closed: readonly { readonly rung: RungName }[]): Plan {
  if (closed.length === 0) return plan;
  const kept = lastResort(plan);
  const isOpen = (planned: PlannedRung): boolean =>
    closed.every(({ rung }) => rung !== planned.rung);
  return { ...plan, rungs: plan.rungs.filter((rung) => rung === kept || isOpen(rung)) };
}

/**
 * The rung that no closing takes from an ask: where no static answer ends the ladder, the last
 * that has endpoints for it.
 */
export function lastResort({ rungs, endsStatic }: Plan): PlannedRung | undefined {
  return endsStatic ? undefined : rungs.findLast(({ endpoints }) => endpoints.length > 0);
}
