import { windowName, type BudgetLine, type SwitchyardEvent } from "@switchyard/contract";
import { rebuildLedger, reconcile, type BudgetReconciliation } from "@switchyard/journal";
import { parseDurationMs } from "@switchyard/policy";
import type { Fault } from "../../faults/fault.ts";
import { askOfRouter, type RehearsalPorts } from "../rehearse.ts";
import type { Ask } from "../run-traffic.ts";

/** Follows asks and money from both sides of a router. */
export interface AskWatch {
  /** Makes the router that is watched. */
  readonly createAsk: (ports: RehearsalPorts) => Ask;
  /** Asks that ended after their deadline, one sentence each. */
  readonly late: readonly string[];
  /** What is wrong with the money at the end, one sentence each. */
  moneyFindings(events: readonly SwitchyardEvent[]): Promise<readonly string[]>;
}

/** Instants are rounded to microseconds. */
const ROUNDING_MS = 0.01;

/**
 * Stands between traffic and a router, and between the router and its ledger.
 *
 * @param faults what goes wrong: it says which losses no router can prevent
 */
export function watchAsks(faults: readonly Fault[]): AskWatch {
  const late: string[] = [];
  const lines = new Map<string, BudgetLine>();
  let leaseMsMax = 0;
  let last: RehearsalPorts | undefined;
  const isThere = (type: Fault["type"]): boolean => faults.some((fault) => fault.type === type);
  const pausedMs = pausedMsOf(faults);

  const createAsk = (ports: RehearsalPorts): Ask => {
    last = ports;
    const { clock, newAskId } = ports;
    const reserve: RehearsalPorts["ledger"]["reserve"] = (request) => {
      leaseMsMax = Math.max(leaseMsMax, request.leaseMs);
      for (const line of request.lines)
        lines.set(`${line.budgetId} ${windowName(line.window)}`, line);
      return ports.ledger.reserve(request);
    };
    const ask = askOfRouter({ ...ports, ledger: { ...ports.ledger, reserve } });
    return async (request, isStreamed) => {
      const deadlineAtMs = clock.nowMs() + request.slaMs + pausedMs;
      const askId = newAskId();
      try {
        return await ask(request, isStreamed);
      } finally {
        const overMs = clock.nowMs() - deadlineAtMs;
        if (overMs > ROUNDING_MS) late.push(`ask ${askId} ended ${overMs.toFixed(2)} ms late`);
      }
    };
  };

  const moneyFindings = async (events: readonly SwitchyardEvent[]): Promise<readonly string[]> => {
    if (last === undefined) return ["no router was made"];
    const isBroken = isThere("router.crash") || isThere("store.lost-writes");
    const endedAtMs = events.reduce(
      (latest, { atMs }) => Math.max(latest, atMs),
      last.clock.epochMs(),
    );
    // What a process held as it died, or a replica never heard the end of, is free after its lease.
    const atMs = endedAtMs + (isBroken ? leaseMsMax : 0);
    const charged = [...lines.values()];
    const balances = await last.ledger.snapshot(charged, atMs);
    const { budgets } = reconcile(await rebuildLedger(events, atMs), charged, balances);
    const allowed = {
      // A process that dies after it has booked does not tell its journal. After a clock has gone
      // back, a ledger books spend in the newest part of a rolling window that it knows.
      excess: faults.some(
        (fault) =>
          fault.type.startsWith("clock.") ||
          (fault.type === "router.crash" && fault.point === "after-settle"),
      ),
      // A replica lacks what was written before it took over.
      missing: isThere("store.lost-writes"),
    };
    return budgets.flatMap((budget) => Array.from(findingsOf(budget, allowed)));
  };
  return { createAsk, late, moneyFindings };
}

/** A process that stands still hears of a deadline when it goes on. */
function pausedMsOf(faults: readonly Fault[]): number {
  return faults.reduce(
    (sum, fault) => sum + (fault.type === "router.pause" ? parseDurationMs(fault.for ?? "0ms") : 0),
    0,
  );
}

function* findingsOf(
  { budgetId, window, ...amounts }: BudgetReconciliation,
  allowed: { readonly excess: boolean; readonly missing: boolean },
): Generator<string> {
  const { ledgerReservedMicroUsd, missingMicroUsd, excessMicroUsd } = amounts;
  const where = `${budgetId} (${window})`;
  if (ledgerReservedMicroUsd !== 0)
    yield `${where} still holds ${ledgerReservedMicroUsd} micro-USD`;
  if (missingMicroUsd !== 0 && !allowed.missing)
    yield `${where} lacks ${missingMicroUsd} micro-USD that the journal has`;
  if (excessMicroUsd !== 0 && !allowed.excess)
    yield `${where} has ${excessMicroUsd} micro-USD that the journal lacks`;
}
