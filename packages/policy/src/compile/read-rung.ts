import type { PlannedEndpoint } from "@switchyard/contract";
import type { CompiledElement, CompiledLink, CompiledRung } from "./compile-route.ts";

/**
 * The endpoints of a compiled rung for a request's numbers, in order of preference: links whose
 * p95 and context fit, up to the tier cap of their route, each endpoint by its first route.
 */
export function readRung(
  { elements }: CompiledRung,
  slaMs: number,
  contextTokens: number,
): readonly PlannedEndpoint[] {
  const endpoints: PlannedEndpoint[] = [];
  const seen = elements.length > 1 ? new Set<string>() : undefined;
  for (const element of elements) {
    const cap = tierCap(element, slaMs, contextTokens);
    for (const link of element.links) {
      if (link.tier > cap || !fits(link, slaMs, contextTokens)) continue;
      const { endpoint } = link;
      if (seen?.has(endpoint.id) === true) continue;
      seen?.add(endpoint.id);
      endpoints.push(endpoint);
    }
  }
  return endpoints;
}

/** The rung's cap, but never below the lowest tier that has a fitting link. */
function tierCap(
  { links, tierTop }: CompiledElement,
  slaMs: number,
  contextTokens: number,
): number {
  let lowest = Number.POSITIVE_INFINITY;
  for (const link of links) {
    if (link.tier < lowest && fits(link, slaMs, contextTokens)) lowest = link.tier;
  }
  return Math.max(tierTop, lowest);
}

function fits(
  { endpoint, contextTokensMax }: CompiledLink,
  slaMs: number,
  contextTokens: number,
): boolean {
  return endpoint.latencyMsP95 <= slaMs && contextTokens <= contextTokensMax;
}
