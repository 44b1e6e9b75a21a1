import type { Policy } from "@switchyard/contract";
import type { Explanation } from "@switchyard/policy";
import { quotaLimits } from "./quota-gate.ts";
import type { QuotaReadings } from "./quota-readings.ts";

/** An explanation with what the last ask of its route was told of the quota. */
export function explainQuota(
  readings: Pick<QuotaReadings, "last">,
  { routes }: Policy,
  explanation: Explanation,
): Explanation {
  const route = routes.find(({ id }) => id === explanation.route);
  if (route === undefined || quotaLimits(route) === undefined) return explanation;
  const quota = readings.last(route.id);
  return quota === undefined ? explanation : { ...explanation, quota };
}
