import { CAPABILITIES, type Bundle, type RequestClass } from "@switchyard/contract";
import type { Thresholds } from "../plan/thresholds.ts";

/**
 * Makes the number of a request's cell: its names and capabilities as one mixed-radix number,
 * numbers and day left out. Segments and locales that no route names are alike.
 *
 * Returns -1 for a request with a value outside the policy's domains.
 */
export function createClassIndex(
  { policy }: Bundle,
  thresholds: Thresholds,
): (request: RequestClass) => number {
  const { intents, risks, residencies, workloads } = policy.domains;
  const intentAt = positions(intents);
  const riskAt = positions(risks);
  const residencyAt = positions(residencies);
  const workloadAt = positions(Object.keys(workloads));
  const segmentAt = positions(thresholds.segments);
  const localeAt = positions(thresholds.locales);
  return (request) => {
    const intent = intentAt.get(request.intent);
    const risk = riskAt.get(request.risk);
    const residency = residencyAt.get(request.residency);
    const workload = workloadAt.get(request.workload);
    const bits = capabilityBits(request);
    if (intent === undefined || risk === undefined || residency === undefined) return -1;
    if (workload === undefined || bits < 0) return -1;
    const segment = segmentAt.get(request.segment) ?? segmentAt.size;
    const locale = localeAt.get(request.locale) ?? localeAt.size;
    let index = intent * riskAt.size + risk;
    index = index * residencyAt.size + residency;
    index = index * workloadAt.size + workload;
    index = index * (segmentAt.size + 1) + segment;
    index = index * (localeAt.size + 1) + locale;
    return index * 2 ** CAPABILITIES.length + bits;
  };
}

function positions(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, index) => [name, index]));
}

/** The capabilities as a bit mask; -1 when one is unknown. */
function capabilityBits({ capabilities }: RequestClass): number {
  let bits = 0;
  for (const capability of capabilities) {
    const at = CAPABILITIES.indexOf(capability);
    if (at < 0) return -1;
    bits |= 1 << at;
  }
  return bits;
}
