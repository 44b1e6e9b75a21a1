import type { FaultStartedEvent } from "@switchyard/contract";

/** A fault of the scenario, planned or under way. Times count from the run's start. */
export interface FaultView {
  readonly id: string;
  readonly kind: string;
  /** What it hits, in words. */
  readonly target: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly state: "planned" | "active" | "over";
  /** Calls it changed. */
  readonly hits: number;
}

/** A fault that the scenario plans. */
export type PlannedFault = Pick<FaultView, "id" | "kind" | "target" | "fromMs" | "toMs">;

export function createFaultView(planned: PlannedFault): FaultView {
  return { ...planned, state: "planned", hits: 0 };
}

/** The faults with one that began: the event's own times replace the plan's. */
export function startFault(
  faults: readonly FaultView[],
  event: FaultStartedEvent,
  startedAtMs: number,
): readonly FaultView[] {
  const fromMs = event.atMs - startedAtMs;
  const known = faults.find(({ id }) => id === event.fault);
  const started: FaultView = {
    id: event.fault,
    kind: event.kind,
    target: event.target,
    fromMs,
    toMs: fromMs + event.durationMs,
    state: "active",
    hits: known?.hits ?? 0,
  };
  if (known === undefined) return [...faults, started];
  return faults.map((fault) => (fault.id === event.fault ? started : fault));
}

export function endFault(
  faults: readonly FaultView[],
  id: string,
  sinceStartMs: number,
): readonly FaultView[] {
  return faults.map((fault) =>
    fault.id === id ? { ...fault, state: "over" as const, toMs: sinceStartMs } : fault,
  );
}

/** Counts a call for each fault that changed it; faults unknown to the run are left out. */
export function hitFaults(
  faults: readonly FaultView[],
  ids: readonly string[],
): readonly FaultView[] {
  if (ids.length === 0) return faults;
  return faults.map((fault) =>
    ids.includes(fault.id) ? { ...fault, hits: fault.hits + 1 } : fault,
  );
}
