import type { Bundle, Catalog, Model, Policy, Route } from "@switchyard/contract";

/** What a changed value belongs to. */
export interface LeafScope {
  readonly kind: "policy" | "route" | "budget" | "model" | "provider" | "catalogue";
  /** Of a route, budget, model or provider. */
  readonly id?: string;
}

/** One value of a bundle that decides something, with its place. */
export interface SemanticLeaf {
  readonly scope: LeafScope;
  /** Keys inside the scope, in code's words. Empty: the whole of it. */
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Lists whose order says something; all others are sets. */
const ORDERED: ReadonlySet<string> = new Set([
  "risks",
  "tiers",
  "order",
  "gates",
  "levels",
  "steps",
]);
/** What decides nothing: names of documents and people, dates of writing, derived values. */
const INERT_POLICY: ReadonlySet<string> = new Set(["name", "version", "change", "owners"]);
const INERT_ROUTE: ReadonlySet<string> = new Set(["id", "index", "owner"]);
const INERT: ReadonlySet<string> = new Set(["id"]);

/** Every value that decides something, by its place: sets are sorted, derived values left out. */
export function semanticLeaves({ policy, catalog }: Bundle): ReadonlyMap<string, SemanticLeaf> {
  const { routes, budgets, contingency, ...rest } = policy;
  const leaves: SemanticLeaf[] = [];
  const walk = (scope: LeafScope, value: unknown, path: readonly string[]): void => {
    if (value === undefined) return;
    if (isPlainObject(value) && !isEndpoint(path)) {
      for (const [key, held] of Object.entries(value)) walk(scope, held, [...path, key]);
    } else leaves.push({ scope, path, value: asSet(value, path, scope, routes) });
  };
  const whole = (scope: LeafScope, value: object, inert: ReadonlySet<string>): void => {
    leaves.push({ scope, path: [], value: "present" });
    for (const [key, held] of Object.entries(value)) if (!inert.has(key)) walk(scope, held, [key]);
  };
  for (const [key, value] of Object.entries(rest)) {
    if (!INERT_POLICY.has(key)) walk({ kind: "policy" }, value, [key]);
  }
  if (contingency !== undefined) {
    walk({ kind: "policy" }, statedContingency(contingency, routes), ["contingency"]);
  }
  for (const route of routes) whole({ kind: "route", id: route.id }, route, INERT_ROUTE);
  for (const budget of budgets.filter(({ id }) => !id.includes("/"))) {
    whole({ kind: "budget", id: budget.id }, budget, INERT);
  }
  for (const model of Object.values(catalog.models)) {
    whole({ kind: "model", id: model.id }, withStatedRegions(model, catalog), INERT);
    for (const [intent, scores] of Object.entries(catalog.quality)) {
      const score = Object.hasOwn(scores, model.id) ? scores[model.id] : undefined;
      walk({ kind: "model", id: model.id }, score, ["quality", intent]);
    }
  }
  for (const provider of Object.values(catalog.providers)) {
    whole({ kind: "provider", id: provider.id }, provider, INERT);
  }
  walk({ kind: "catalogue" }, catalog.sharedEdges, ["sharedEdges"]);
  return new Map(leaves.map((leaf) => [leafKey(leaf), leaf]));
}

/** The place of a leaf as one text. */
export function leafKey({ scope, path }: Pick<SemanticLeaf, "scope" | "path">): string {
  return JSON.stringify([scope.kind, scope.id ?? "", ...path]);
}

/** Without the waits of nominal requests that are only their routes' own latency. */
function statedContingency(
  contingency: NonNullable<Policy["contingency"]>,
  routes: readonly Route[],
): unknown {
  const { nominal, ...rest } = contingency;
  const slaMs = Object.fromEntries(
    Object.entries(nominal.slaMs).filter(
      ([id, ms]) => routes.find((route) => route.id === id)?.limits.latencyMsMax !== ms,
    ),
  );
  return { ...rest, nominal: { ...nominal, slaMs } };
}

/** Without the regions of a model that are only those of its provider. */
function withStatedRegions({ regions, ...model }: Model, { providers }: Catalog): object {
  const all = Object.keys(providers[model.provider]?.endpoints ?? {}).toSorted();
  return regions.join(" ") === all.join(" ") ? model : { ...model, regions };
}

/** A value with its sets sorted, those inside it too. */
function asSet(
  value: unknown,
  path: readonly string[],
  scope: LeafScope,
  routes: readonly Route[],
): unknown {
  const key = path.at(-1) ?? "";
  if (isPlainObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, held]) => [
        name,
        asSet(held, [...path, name], scope, routes),
      ]),
    );
  }
  if (!Array.isArray(value)) return value;
  if (!value.every((one) => typeof one === "string")) {
    return value.map((one: unknown) => asSet(one, path, scope, routes));
  }
  const route = scope.kind === "route" ? routes.find(({ id }) => id === scope.id) : undefined;
  const isListed = key === "candidates" && route?.order.includes("listed") === true;
  return ORDERED.has(key) || isListed ? value : value.toSorted();
}

/** A region of a provider is one value: it may have nothing but its name. */
function isEndpoint(path: readonly string[]): boolean {
  return path.length === 2 && path[0] === "endpoints";
}

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
