import type { Catalog } from "@switchyard/contract";
import type { AimedTarget, FaultTarget } from "../faults/fault-target.ts";
import type { Mix } from "../workload/traffic-class.ts";

/** A provider in a role, with its share of first choices. */
export interface ProviderRole {
  readonly provider: string;
  /** 0 to 1. */
  readonly share: number;
}

/** Roles by which a scenario names providers of any policy. */
export interface ProviderRoles {
  /** The provider that a healthy world calls first most often. */
  readonly "@primary": ProviderRole;
  /** The next one; absent when one provider takes all first choices. */
  readonly "@second"?: ProviderRole;
}

/** The role of the provider that a scenario's incident happened to. */
export const INCIDENT = "@incident";

/**
 * Who plays which role, and who an incident happens to: its own provider, or `@primary` where the
 * catalogue lacks it.
 */
export interface Cast {
  readonly roles: ProviderRoles;
  readonly sharedEdges: Catalog["sharedEdges"];
  /** Absent: the scenario plays no real incident. */
  readonly incident?: string;
}

/** Who plays which role, decided before time starts. Equal shares go by name. */
export function providerRoles({ classes }: Mix): ProviderRoles {
  const shares = new Map<string, number>();
  for (const { share, endpoints } of classes) {
    const [first] = endpoints;
    if (first !== undefined) shares.set(first.provider, (shares.get(first.provider) ?? 0) + share);
  }
  const ranked = [...shares]
    .map(([provider, share]) => ({ provider, share: Math.round(share * 1e6) / 1e6 }))
    .toSorted((a, b) => b.share - a.share || (a.provider < b.provider ? -1 : 1));
  const [primary = { provider: "none", share: 0 }, second] = ranked;
  return { "@primary": primary, ...(second !== undefined && { "@second": second }) };
}

/** The role of every provider: a fault aimed at it hits them all. */
const EACH_PROVIDER = "@each";

/** The role of the edge that most providers share. Of equals, the first by name. */
const WIDEST_EDGE = "@widest";

/**
 * The target with plain names in place of roles, and providers in place of an edge.
 *
 * @returns the missing role or edge, where nobody plays it
 */
export function resolveTarget(
  { edge, ...target }: FaultTarget,
  { sharedEdges, ...cast }: Cast,
): { readonly target: AimedTarget } | { readonly missing: string } {
  const aimed = withProvider(target, cast);
  if ("missing" in aimed || edge === undefined) return aimed;
  const providers = providersBehind(edge, sharedEdges);
  return providers === undefined ? { missing: edge } : { target: { ...aimed.target, providers } };
}

function withProvider(
  target: AimedTarget,
  { roles, incident }: Omit<Cast, "sharedEdges">,
): { readonly target: AimedTarget } | { readonly missing: string } {
  const { provider, ...rest } = target;
  if (provider === EACH_PROVIDER) return { target: rest };
  if (provider === undefined || !provider.startsWith("@")) return { target };
  if (provider === INCIDENT && incident !== undefined)
    return { target: { ...rest, provider: incident } };
  const role = provider === "@primary" || provider === "@second" ? roles[provider] : undefined;
  if (role === undefined) return { missing: provider };
  return { target: { ...target, provider: role.provider } };
}

function providersBehind(
  edge: string,
  sharedEdges: Catalog["sharedEdges"],
): readonly string[] | undefined {
  if (edge !== WIDEST_EDGE) return sharedEdges[edge];
  const ranked = Object.entries(sharedEdges).toSorted(
    ([a, here], [b, there]) => there.length - here.length || (a < b ? -1 : 1),
  );
  return ranked[0]?.[1];
}
