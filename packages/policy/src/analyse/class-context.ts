import type { Bundle, Capability, RequestClass, Route } from "@switchyard/contract";
import { compileRoute, type CompiledLink } from "../compile/compile-route.ts";
import type { Diagram, NodeId } from "./diagram.ts";
import type { Outcome, OutcomeRung } from "./outcome.ts";

/** Bits of the links that a class's numbers and capabilities have not barred. */
type Mask = bigint;

/** The links of one route of one rung, with their bits. */
interface MaskedElement {
  readonly links: readonly (CompiledLink & { readonly bit: Mask; readonly key: string })[];
  readonly tierTop: number;
}

/** Everything that is left to say of a class once its route and names are known. */
export interface ClassContext {
  /** The diagram below a value of `slaMs`. */
  readonly atSla: (index: number) => NodeId;
}

const CAPABILITY_FIELD = 7;
const CONTEXT_FIELD = 8;

/**
 * Compiles the candidates of a route for one intent, risk, residency and workload. What is left of
 * them depends on nothing but the bits that survive, so sub-diagrams are kept by those.
 */
export function createClassContext(
  diagram: Diagram,
  bundle: Bundle,
  route: Route,
  request: RequestClass,
  day: string,
): ClassContext {
  const { rungs, endsStatic } = compileRoute(bundle, route, request, day);
  let links = 0;
  const masked = rungs.map(({ name, elements }) => ({
    name,
    elements: elements.map((element): MaskedElement => ({
      tierTop: element.tierTop,
      links: element.links.map((link) =>
        Object.assign({}, link, { bit: 1n << BigInt(links++), key: JSON.stringify(link.endpoint) }),
      ),
    })),
  }));
  const all = masked.flatMap(({ elements }) => elements.flatMap((element) => element.links));
  const maskOf = (isLeft: (link: CompiledLink) => boolean): Mask =>
    all.reduce((mask, link) => (isLeft(link) ? mask | link.bit : mask), 0n);
  const { values } = diagram;
  const bySla = values.slaMs.map((slaMs) =>
    maskOf(({ endpoint }) => endpoint.latencyMsP95 <= slaMs),
  );
  const byCapabilities = values.capabilities.map((needed) =>
    maskOf(({ endpoint }) => hasCapabilities(bundle, endpoint.model, needed)),
  );
  const byContext = values.contextTokens.map((tokens) =>
    maskOf(({ contextTokensMax }) => tokens <= contextTokensMax),
  );

  const leafOf = (mask: Mask): NodeId => {
    const left = masked.map(({ name, elements }) => ({
      name,
      links: distinct(elements.flatMap((element) => survivors(element, mask))),
    }));
    const key = JSON.stringify([
      route.id,
      endsStatic,
      left.map(({ name, links }) => [name, links.map((link) => link.key)]),
    ]);
    return diagram.leaf(key, (): Outcome => ({
      isDeclared: true,
      route: route.id,
      isIntended: false,
      rungs: left.map(({ name, links }): OutcomeRung => ({
        name,
        endpoints: links.map(({ endpoint }) => endpoint),
      })),
      endsStatic,
    }));
  };
  const leaves = memoised(leafOf);
  const atCapabilities = memoised((mask: Mask) =>
    diagram.node(
      CONTEXT_FIELD,
      byContext.map((allowed) => leaves(mask & allowed)),
    ),
  );
  const slas = memoised((mask: Mask) =>
    diagram.node(
      CAPABILITY_FIELD,
      byCapabilities.map((allowed) => atCapabilities(mask & allowed)),
    ),
  );
  return { atSla: (index) => slas(bySla[index] ?? 0n) };
}

function hasCapabilities(
  { catalog }: Bundle,
  model: string,
  needed: readonly Capability[],
): boolean {
  const has = catalog.models[model]?.capabilities ?? [];
  return needed.every((capability) => has.includes(capability));
}

function memoised(make: (mask: Mask) => NodeId): (mask: Mask) => NodeId {
  const known = new Map<Mask, NodeId>();
  return (mask) => {
    const found = known.get(mask);
    if (found !== undefined) return found;
    const made = make(mask);
    known.set(mask, made);
    return made;
  };
}

/** The links whose bits are set, up to the tier cap that the others leave. */
function survivors({ links, tierTop }: MaskedElement, mask: Mask): MaskedElement["links"] {
  const left = links.filter(({ bit }) => (mask & bit) !== 0n);
  const lowest = left.reduce((tier, link) => Math.min(tier, link.tier), Number.POSITIVE_INFINITY);
  const cap = Math.max(tierTop, lowest);
  return left.filter(({ tier }) => tier <= cap);
}

/** Each endpoint once, by the first route that has it. */
function distinct(links: MaskedElement["links"]): MaskedElement["links"] {
  const seen = new Set<string>();
  return links.filter(({ endpoint }) => {
    if (seen.has(endpoint.id)) return false;
    seen.add(endpoint.id);
    return true;
  });
}
