import type { SwitchyardEvent } from "@switchyard/contract";
import type { ScheduledFault } from "../../faults/create-fault-engine.ts";
import { isHit } from "../is-hit.ts";

/** So many calls in a row that a fault's target answered mean that it carries traffic again. */
export const CALLS_IN_A_ROW = 10;

/** How a target comes back after its fault. */
export interface Recovery {
  /** Wall clock of the fault's end. */
  readonly endedAtMs: number;
  /** Calls answered in a row since. */
  readonly inARow: number;
  /** Wall clock of the call that completed the row; absent: it has not come back yet. */
  readonly backAtMs?: number;
}

/** Recoveries by fault id, of faults that ended; bounded by the faults. */
export interface Recoveries {
  readonly byFault: ReadonlyMap<string, Recovery>;
  /** Calls to targets of ended faults, by attempt id: those in flight. */
  readonly inFlight: ReadonlyMap<string, readonly string[]>;
  /** Wall clock of the last event, once a fault has ended. */
  readonly nowAtMs: number;
}

export const NO_RECOVERIES: Recoveries = { byFault: new Map(), inFlight: new Map(), nowAtMs: 0 };

/** The recoveries after one more event. Only calls that began after the fault's end count. */
export function stepRecoveries(
  faults: readonly ScheduledFault[],
  state: Recoveries,
  event: SwitchyardEvent,
): Recoveries {
  if (state.byFault.size === 0 && event.type !== "fault-ended") return state;
  const stepped = { ...state, nowAtMs: event.atMs };
  switch (event.type) {
    case "fault-ended":
      return {
        ...stepped,
        byFault: new Map(state.byFault).set(event.fault, { endedAtMs: event.atMs, inARow: 0 }),
      };
    case "attempt-started": {
      const { provider, model, region } = event;
      const hit = faults.filter(
        (fault) =>
          isWaitedFor(state.byFault.get(fault.id)) && isHit({ provider, model, region }, fault),
      );
      if (hit.length === 0) return stepped;
      const ids = hit.map(({ id }) => id);
      return { ...stepped, inFlight: new Map(state.inFlight).set(event.attemptId, ids) };
    }
    case "attempt-ended": {
      const ids = state.inFlight.get(event.attemptId);
      if (ids === undefined) return stepped;
      const byFault = new Map(state.byFault);
      for (const id of ids) {
        const recovery = byFault.get(id);
        if (recovery !== undefined && isWaitedFor(recovery) && event.outcome !== "outrun")
          byFault.set(id, afterCall(recovery, event.outcome === "ok", event.atMs));
      }
      const inFlight = new Map(state.inFlight);
      inFlight.delete(event.attemptId);
      return { ...stepped, byFault, inFlight };
    }
    default:
      return stepped;
  }
}

function isWaitedFor(recovery: Recovery | undefined): boolean {
  return recovery !== undefined && recovery.backAtMs === undefined;
}

function afterCall(recovery: Recovery, isOk: boolean, atMs: number): Recovery {
  const inARow = isOk ? recovery.inARow + 1 : 0;
  return { ...recovery, inARow, ...(inARow >= CALLS_IN_A_ROW && { backAtMs: atMs }) };
}

/**
 * Milliseconds from a fault's end until its target had answered so many calls in a row; where it
 * has not come back, the time waited so far. Null: the fault has not ended.
 */
export function measureRecovery({ byFault, nowAtMs }: Recoveries, fault: string): number | null {
  const recovery = byFault.get(fault);
  return recovery === undefined ? null : (recovery.backAtMs ?? nowAtMs) - recovery.endedAtMs;
}
