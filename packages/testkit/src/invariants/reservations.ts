import type { SwitchyardEvent } from "@switchyard/contract";

/** A reservation that did not end exactly once. */
export interface ReservationFault {
  readonly attemptId: string;
  readonly fault: "never-ended" | "ended-twice" | "ended-unopened" | "reserved-twice";
}

/**
 * Guards "budgets that hold": each reservation of a finished trace is settled or released, once.
 */
export function reservationFaults(events: Iterable<SwitchyardEvent>): readonly ReservationFault[] {
  const open = new Set<string>();
  const ended = new Set<string>();
  const faults: ReservationFault[] = [];
  for (const event of events) {
    if (event.type === "budget-reserved") {
      const { attemptId } = event;
      if (open.has(attemptId) || ended.has(attemptId))
        faults.push({ attemptId, fault: "reserved-twice" });
      open.add(attemptId);
    }
    if (event.type === "budget-settled" || event.type === "budget-released") {
      const { attemptId } = event;
      if (ended.has(attemptId)) faults.push({ attemptId, fault: "ended-twice" });
      else if (!open.has(attemptId)) faults.push({ attemptId, fault: "ended-unopened" });
      open.delete(attemptId);
      ended.add(attemptId);
    }
  }
  return [
    ...faults,
    ...[...open].map((attemptId) => ({ attemptId, fault: "never-ended" as const })),
  ];
}
