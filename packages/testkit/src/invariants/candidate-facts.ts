import type {
  AskReceivedEvent,
  CatalogDocument,
  ModelDocument,
  PolicyDocument,
  RouteDocument,
} from "@switchyard/contract";

/** A model with what it inherits from the one it is a variant of. */
export function resolveModel(catalog: CatalogDocument, id: string): ModelDocument | undefined {
  const model = catalog.models[id];
  if (model?.of === undefined) return model;
  const base = catalog.models[model.of];
  return base === undefined ? undefined : { ...base, ...model };
}

/** A route and the fallbacks after it, as far as each takes the ask. */
export function routeChain(
  policy: PolicyDocument,
  routeId: string,
  ask: AskReceivedEvent,
): readonly RouteDocument[] {
  const chain: RouteDocument[] = [];
  let route = policy.routes.find(({ id }) => id === routeId);
  while (route !== undefined && !chain.includes(route) && takes(route, ask)) {
    chain.push(route);
    const next = route.fallback;
    route = policy.routes.find(({ id }) => id === next);
  }
  return chain;
}

/** An internal route serves the asks to judges, and no caller's. */
function takes({ match, internal, intent }: RouteDocument, ask: AskReceivedEvent): boolean {
  if (internal === true) return ask.judgesAskId !== undefined && ask.intent === intent;
  return (
    ask.judgesAskId === undefined &&
    match !== undefined &&
    match.intents.includes(ask.intent) &&
    match.risks.includes(ask.risk)
  );
}
