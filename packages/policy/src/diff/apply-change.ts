import type { Bundle, Route } from "@switchyard/contract";
import type { SemanticChange } from "./semantic-changes.ts";

/**
 * The bundle before with one of its changes alone. The hash is not counted anew, and names may be
 * left without what they name: a plan leaves those out.
 */
export function applyChange(before: Bundle, after: Bundle, change: SemanticChange): Bundle {
  const { scope, path } = change;
  const { id = "" } = scope;
  const { policy, catalog } = before;
  const inPolicy = (changed: Partial<Bundle["policy"]>): Bundle => ({
    ...before,
    policy: { ...policy, ...changed },
  });
  const inCatalog = (changed: Partial<Bundle["catalog"]>): Bundle => ({
    ...before,
    catalog: { ...catalog, ...changed },
  });
  switch (scope.kind) {
    case "policy":
      if (path.join(".") === "routes") return inPolicy({ routes: movedRoutes(before, after) });
      if (path.join(".") === "defaults.order")
        return inPolicy({ routes: withOrders(before, after) });
      return { ...before, policy: takenFrom(policy, after.policy, path) };
    case "route":
      return inPolicy({ routes: withRoute(before, after, id, path) });
    case "budget":
      // What a budget says changes no plan.
      return before;
    case "model":
      if (path[0] === "quality") {
        const quality = takenFrom(catalog.quality, after.catalog.quality, [path[1] ?? "", id]);
        return inCatalog({ quality });
      }
      return inCatalog({
        models: takenFrom(catalog.models, after.catalog.models, [id, ...path]),
        ...(path.length === 0 && { quality: withScoresOf(before, after, id) }),
      });
    case "provider":
      return inCatalog({
        providers: takenFrom(catalog.providers, after.catalog.providers, [id, ...path]),
        ...(path[0] === "endpoints" && { models: withRegionsOf(before, after, id) }),
      });
    case "catalogue":
      return { ...before, catalog: takenFrom(catalog, after.catalog, path) };
    default:
      return scope.kind satisfies never;
  }
}

/** The target with the value at a path taken from the source. */
function takenFrom<T extends object>(target: T, source: T, [key, ...rest]: readonly string[]): T {
  if (key === undefined) return source;
  const [had, has]: readonly unknown[] = [ownValue(target, key), ownValue(source, key)];
  const taken = rest.length > 0 && isObject(had) && isObject(has) ? takenFrom(had, has, rest) : has;
  const changed = Object.assign({}, target, { [key]: taken });
  if (!Object.hasOwn(source, key)) Reflect.deleteProperty(changed, key);
  return changed;
}

function ownValue(target: object, key: string): unknown {
  return Object.hasOwn(target, key) ? Reflect.get(target, key) : undefined;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function withRoute(
  { policy }: Bundle,
  after: Bundle,
  id: string,
  path: readonly string[],
): readonly Route[] {
  const source = after.policy.routes.find((route) => route.id === id);
  if (source === undefined) return policy.routes.filter((route) => route.id !== id);
  if (policy.routes.some((route) => route.id === id)) {
    return policy.routes.map((route) => (route.id === id ? takenFrom(route, source, path) : route));
  }
  // A new route stands after the nearest one before it that is there already.
  const earlier = after.policy.routes.slice(0, source.index).toReversed();
  const before = earlier.find((route) => policy.routes.some((one) => one.id === route.id));
  const at = policy.routes.findIndex((route) => route.id === before?.id) + 1;
  return policy.routes.toSpliced(at, 0, source);
}

/** The routes that both have in the order after, each in a place of such a route. */
function movedRoutes({ policy }: Bundle, after: Bundle): readonly Route[] {
  const isKept = (id: string): boolean => after.policy.routes.some((route) => route.id === id);
  const moved = after.policy.routes.flatMap(
    ({ id }) => policy.routes.find((route) => route.id === id) ?? [],
  );
  let next = 0;
  return policy.routes.map((route) => (isKept(route.id) ? (moved[next++] ?? route) : route));
}

function withOrders({ policy }: Bundle, after: Bundle): readonly Route[] {
  return policy.routes.map((route) => {
    const order = after.policy.routes.find(({ id }) => id === route.id)?.order;
    return order === undefined ? route : { ...route, order };
  });
}

function withScoresOf(
  { catalog }: Bundle,
  after: Bundle,
  id: string,
): Bundle["catalog"]["quality"] {
  const intents = [...Object.keys(catalog.quality), ...Object.keys(after.catalog.quality)];
  return intents.reduce(
    (quality, intent) => takenFrom(quality, after.catalog.quality, [intent, id]),
    catalog.quality,
  );
}

/** Models are in the regions of their provider; those that come or go with a region do so here. */
function withRegionsOf(
  { catalog }: Bundle,
  after: Bundle,
  id: string,
): Bundle["catalog"]["models"] {
  return Object.values(catalog.models)
    .filter(({ provider }) => provider === id)
    .reduce(
      (models, model) => takenFrom(models, after.catalog.models, [model.id, "regions"]),
      catalog.models,
    );
}
