import type { SwitchyardEvent } from "@switchyard/contract";

/** Attempts whose reservation did not end exactly once, or whose call did not. */
export function reservationsLeftOpen(events: readonly SwitchyardEvent[]): readonly string[] {
  const ends = new Map<
    string,
    { reserved: number; closed: number; started: number; ended: number }
  >();
  for (const event of events) {
    if (!("attemptId" in event)) continue;
    const count = ends.get(event.attemptId) ?? { reserved: 0, closed: 0, started: 0, ended: 0 };
    ends.set(event.attemptId, count);
    if (event.type === "budget-reserved") count.reserved += 1;
    if (event.type === "budget-settled" || event.type === "budget-released") count.closed += 1;
    if (event.type === "attempt-started") count.started += 1;
    if (event.type === "attempt-ended") count.ended += 1;
  }
  return [...ends]
    .filter(
      ([, { reserved, closed, started, ended }]) =>
        reserved > 1 || closed !== reserved || started > reserved || ended !== started,
    )
    .map(([attemptId]) => attemptId);
}

/** Spend by the settlements of one ask. */
export function settledMicroUsd(events: readonly SwitchyardEvent[], askId: string): number {
  return events.reduce(
    (sum, event) =>
      event.type === "budget-settled" && event.askId === askId ? sum + event.amountMicroUsd : sum,
    0,
  );
}
