import { ConfigurationError, type Catalog } from "@switchyard/contract";
import { endpointId, nearest } from "@switchyard/policy";

const KINDS = ["model", "provider", "region", "provider/region", "sharedEdge"] as const;

/**
 * Endpoints that a loss takes away, each with the cause in words, for `DecisionState.absent`.
 *
 * @param losses failure domains as in `contingency.accept`, such as `provider:openai`
 */
export function endpointsDown(
  losses: readonly string[],
  catalog: Catalog,
): Readonly<Record<string, string>> {
  const down: Record<string, string> = {};
  const known = new Set<string>();
  for (const { id, provider, regions } of Object.values(catalog.models)) {
    for (const region of regions) {
      const domains = domainsOf(id, provider, region, catalog);
      for (const domain of domains) known.add(domain);
      const loss = losses.find((name) => domains.includes(name));
      if (loss !== undefined) down[endpointId(id, region)] = `${loss} is down`;
    }
  }
  for (const loss of losses) {
    if (known.has(loss)) continue;
    const meant = nearest(loss, known);
    const way =
      meant === undefined
        ? `Write ${KINDS.join(", ")}, a colon and a name of the catalogue.`
        : `Did you mean ${meant}?`;
    throw new ConfigurationError(`Nothing of the catalogue is ${loss}. ${way}`);
  }
  return down;
}

function domainsOf(
  model: string,
  provider: string,
  region: string,
  { sharedEdges }: Catalog,
): readonly string[] {
  const edges = Object.entries(sharedEdges).filter(([, names]) => names.includes(provider));
  return [
    `model:${model}`,
    `provider:${provider}`,
    `region:${region}`,
    `provider/region:${provider}/${region}`,
    ...edges.map(([edge]) => `sharedEdge:${edge}`),
  ];
}
