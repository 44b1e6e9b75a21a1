import type { Clock, Policy, QuotaPort, QuotaQuestion } from "@switchyard/contract";
import { quotaLimits } from "../quota/quota-gate.ts";
import type { QuotaStatus, RouteStanding } from "./router-health.ts";

/** Reads how each route stands under its quota. Undefined: no route has such limits. */
export async function quotaStatus(
  { routes }: Policy,
  quota: Pick<QuotaPort, "standing">,
  clock: Clock,
): Promise<QuotaStatus | undefined> {
  const at = { nowMs: clock.nowMs(), epochMs: clock.epochMs() };
  const reading = routes.flatMap((route) => {
    const limits = quotaLimits(route);
    return limits === undefined ? [] : [standingsOf(quota, { route: route.id, limits, at })];
  });
  if (reading.length === 0) return undefined;
  try {
    return { reachable: true, standings: (await Promise.all(reading)).flat() };
  } catch (error) {
    return { reachable: false, cause: error instanceof Error ? error.message : String(error) };
  }
}

async function standingsOf(
  quota: Pick<QuotaPort, "standing">,
  question: QuotaQuestion,
): Promise<readonly RouteStanding[]> {
  const standings = await quota.standing(question);
  return standings.map((standing) => Object.assign({ route: question.route }, standing));
}
