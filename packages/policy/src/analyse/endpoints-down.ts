import { ConfigurationError, FAILURE_DOMAINS, type Catalog } from "@switchyard/contract";
import { nearest } from "../load/nearest.ts";
import { endpointId } from "../plan/endpoint-id.ts";
import { domainsOf } from "./failure-domains.ts";

/**
 * Endpoints that a loss takes away, each with the cause in words, for `DecisionState.absent`.
 *
 * @param losses failure domains as in `contingency.accept`, such as `provider:openai`
 * @throws ConfigurationError for a loss that nothing of the catalogue is in
 */
export function endpointsDown(
  losses: readonly string[],
  catalog: Catalog,
): Readonly<Record<string, string>> {
  const down: Record<string, string> = {};
  const known = new Set<string>();
  for (const { id: model, provider, regions } of Object.values(catalog.models)) {
    for (const region of regions) {
      const id = endpointId(model, region);
      const domains = domainsOf(catalog, { id, model, provider, region }, FAILURE_DOMAINS);
      for (const domain of domains) known.add(domain);
      const loss = losses.find((name) => domains.includes(name));
      if (loss !== undefined) down[id] = `${loss} is down`;
    }
  }
  for (const loss of losses) {
    if (known.has(loss)) continue;
    const meant = nearest(loss, known);
    const way =
      meant === undefined
        ? `Write ${FAILURE_DOMAINS.join(", ")}, a colon and a name of the catalogue.`
        : `Did you mean ${meant}?`;
    throw new ConfigurationError(`Nothing of the catalogue is ${loss}. ${way}`);
  }
  return down;
}
