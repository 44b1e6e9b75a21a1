import type { Bundle, FailureKind } from "@switchyard/contract";
import { expectedKind } from "../../faults/expected-kind.ts";
import { isCallFault, type Fault } from "../../faults/fault.ts";
import type { JoinedAttempt } from "./joined-attempts.ts";

/** What one fault was meant to look like in a call, and what the router saw. */
export interface FaultReading {
  readonly fault: string;
  readonly attemptId: string;
  readonly provider: string;
  /** What the router should see; `ok`: a whole answer. */
  readonly injected: FailureKind | "ok";
  readonly seen: FailureKind | "ok";
}

/**
 * Reads a call with exactly one fault. Undefined for others: where two faults meet, either may be
 * seen; for faults of which nobody can tell what should be; and for calls that were cut before.
 */
export function readFault(
  { policy, catalog }: Pick<Bundle, "policy" | "catalog">,
  faults: readonly Fault[],
  { started, served, ended }: JoinedAttempt,
): FaultReading | undefined {
  const [id, ...others] = served.faults;
  const fault = faults.find((known) => known.id === id);
  const api = catalog.providers[started.provider]?.api;
  const { outcome: seen } = ended;
  if (
    fault === undefined ||
    !isCallFault(fault) ||
    others.length > 0 ||
    api === undefined ||
    seen === "outrun"
  )
    return undefined;
  const gates = policy.routes.find((route) => route.id === started.route)?.gates ?? [];
  const refusesTruncated = gates.some(({ kind }) => kind === "not-truncated");
  const injected = expectedKind(fault, { api, status: served.status, refusesTruncated });
  if (injected === undefined) return undefined;
  const { attemptId, provider } = started;
  return { fault: fault.id, attemptId, provider, injected, seen };
}

/** Whether the router saw something else than what was injected. */
export function isMisread({ injected, seen }: FaultReading): boolean {
  return injected !== seen;
}
