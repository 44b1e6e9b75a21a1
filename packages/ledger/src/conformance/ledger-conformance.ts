import type { ConformanceCheck, LedgerPort } from "@switchyard/contract";
import { capChecks } from "./cap-checks.ts";
import { endChecks } from "./end-checks.ts";
import { ledgerProperties } from "./ledger-properties.ts";
import { reservationChecks } from "./reservation-checks.ts";
import { sharingChecks } from "./sharing-checks.ts";
import { openingCheck, windowChecks } from "./window-checks.ts";

/** A ledger to be held to the rules of {@link LedgerPort}. */
export interface LedgerSubject {
  /**
   * Opens an empty book that no other ledger writes in. `opening` is what is spent already, by
   * budget, in the window that is current at the budget's first use: micro-dollars.
   */
  readonly open: (opening: Readonly<Record<string, number>>) => LedgerPort | Promise<LedgerPort>;
  /** Why the ledger has no opening spend. Then `opening` is always empty, and its check skipped. */
  readonly noOpening?: string;
  /** Why the ledger has no `share`. Then its checks are skipped. */
  readonly noSharing?: string;
}

/**
 * What every ledger must do, whatever it keeps its book in.
 *
 * @param options.numRuns random runs of each property. Default: 100
 */
export function ledgerConformance(
  { open, noOpening, noSharing }: LedgerSubject,
  { numRuns = 100 }: { readonly numRuns?: number } = {},
): readonly ConformanceCheck[] {
  const openEmpty = async (): Promise<LedgerPort> => await open({});
  const opening = noOpening === undefined ? { one: 40 } : {};
  return [
    ...reservationChecks(openEmpty),
    ...capChecks(openEmpty),
    ...endChecks(openEmpty),
    ...windowChecks(openEmpty),
    openingCheck(open, noOpening),
    ...sharingChecks(openEmpty, noSharing),
    ...ledgerProperties({ open, opening, numRuns }),
  ];
}
