import type {
  QuotaLimits,
  QuotaOutcome,
  QuotaPort,
  QuotaRequest,
  QuotaStanding,
} from "@switchyard/contract";

/** Both clocks show this much at first, so a store may go by either. A fraction: they do. */
export const START_MS = 1_795_521_600_000.25;

const ROUTE = "quick";

/** What an ask of a check says; the rest is the same in all. Instants are after the start. */
interface Asked extends Partial<Pick<QuotaRequest, "route" | "segment" | "tokens" | "leaseMs">> {
  readonly id: string;
  readonly atMs?: number;
}

export async function admit(
  quota: QuotaPort,
  limits: QuotaLimits,
  { atMs = 0, ...asked }: Asked,
): Promise<QuotaOutcome> {
  const rest = { route: ROUTE, segment: "free", tokens: 1, leaseMs: 60_000 };
  return await quota.admit({ ...rest, ...asked, limits, at: instant(atMs) });
}

export async function leave(
  quota: QuotaPort,
  end: { readonly id: string; readonly tokens: number },
): Promise<void> {
  await quota.leave({ ...end, route: ROUTE, at: instant(0) });
}

export async function standing(
  quota: QuotaPort,
  limits: QuotaLimits,
  atMs: number = 0,
): Promise<readonly QuotaStanding[]> {
  return await quota.standing({ route: ROUTE, limits, at: instant(atMs) });
}

function instant(atMs: number): QuotaRequest["at"] {
  return { nowMs: START_MS + atMs, epochMs: START_MS + atMs };
}
