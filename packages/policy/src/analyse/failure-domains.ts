import type { Catalog, Endpoint, FailureDomain } from "@switchyard/contract";

/** The failure domains of some kinds that an endpoint is in, as `provider:openai`. */
export function domainsOf(
  { sharedEdges }: Catalog,
  { model, provider, region }: Endpoint,
  kinds: readonly FailureDomain[],
): readonly string[] {
  return kinds.flatMap((kind): readonly string[] => {
    switch (kind) {
      case "model":
        return [`model:${model}`];
      case "provider":
        return [`provider:${provider}`];
      case "region":
        return [`region:${region}`];
      case "provider/region":
        return [`provider/region:${provider}/${region}`];
      case "sharedEdge":
        return Object.entries(sharedEdges).flatMap(([edge, providers]) =>
          providers.includes(provider) ? [`sharedEdge:${edge}`] : [],
        );
      default:
        return kind satisfies never;
    }
  });
}

/**
 * The smallest sets of at most `lose` failure domains whose loss leaves no endpoint, each set and
 * the list sorted. Exact: whatever empties the list loses its first endpoint, so only the first
 * survivor's domains need be tried at each step. An empty list needs no loss: one empty set.
 */
export function minimalCuts(
  catalog: Catalog,
  endpoints: readonly Endpoint[],
  kinds: readonly FailureDomain[],
  lose: number,
): readonly (readonly string[])[] {
  const homes = endpoints.map((endpoint) => new Set(domainsOf(catalog, endpoint, kinds)));
  const found = new Map<string, readonly string[]>();
  const cut = (alive: readonly ReadonlySet<string>[], chosen: readonly string[]): void => {
    const [first] = alive;
    if (first === undefined) {
      const sorted = chosen.toSorted();
      found.set(sorted.join("\n"), sorted);
    } else if (chosen.length < lose) {
      for (const domain of first) {
        cut(
          alive.filter((home) => !home.has(domain)),
          [...chosen, domain],
        );
      }
    }
  };
  cut(homes, []);
  const sets = [...found.values()].toSorted((left, right) => left.length - right.length);
  const minimal: (readonly string[])[] = [];
  for (const set of sets) {
    if (!minimal.some((less) => less.every((domain) => set.includes(domain)))) minimal.push(set);
  }
  return minimal;
}
