import type { Bundle, RequestClass, Route } from "@switchyard/contract";
import { matchingRoutes } from "../plan/match-route.ts";
import { createClassContext, type ClassContext } from "./class-context.ts";
import { declaredValues, requestOf } from "./class-fields.ts";
import type { Diagram, NodeId } from "./diagram.ts";
import type { Outcome } from "./outcome.ts";

const SLA_FIELD = 6;
const NOTHING: Outcome = {
  isDeclared: true,
  route: undefined,
  isIntended: false,
  rungs: [],
  endsStatic: false,
};

/** Requests of one intent, risk, residency and workload that `slaMs` leads to the same routes. */
export interface NamedPart {
  /** One of the requests; its numbers and capabilities are not meant. */
  readonly request: RequestClass;
  /** As of `matchingRoutes`: `slaMs` chooses among them. */
  readonly routes: readonly Route[];
  /** The node that each value of `slaMs` leads to. */
  readonly bySla: readonly NodeId[];
}

/** A whole diagram, and the parts that its names lead to, each once. */
export interface BuiltDiagram {
  readonly root: NodeId;
  readonly parts: readonly NamedPart[];
}

/** What is left to say of a request once `slaMs` has chosen a route for it. */
export type ContextOf = (route: Route, request: RequestClass) => ClassContext;

/**
 * The diagram of everything that a bundle plans on a day, over the diagram's own values: they must
 * hold all that the bundle compares with. Names that it does not declare lead to a leaf of their
 * own, whatever else a class has. First come the names, which choose routes; then `slaMs`,
 * which chooses one of them and bars candidates, then what only bars candidates.
 */
export function buildDiagram(diagram: Diagram, bundle: Bundle, day: string): BuiltDiagram {
  const parts: NamedPart[] = [];
  const contextOf = createContexts(diagram, bundle, day);
  const { intent, risk } = diagram.values;
  const root = diagram.node(
    0,
    intent.map((_, intentAt) =>
      diagram.node(
        1,
        risk.map((_, riskAt) =>
          buildClasses(diagram, bundle, contextOf, [intentAt, riskAt], (part) => parts.push(part)),
        ),
      ),
    ),
  );
  return { root, parts };
}

/** Makes the contexts of a bundle's routes, each when it is first needed. */
export function createContexts(diagram: Diagram, bundle: Bundle, day: string): ContextOf {
  const made = new Map<string, ClassContext>();
  return (route, request) => {
    const { intent, risk, residency, workload } = request;
    const key = JSON.stringify([route.id, intent, risk, residency, workload]);
    const context = made.get(key) ?? createClassContext(diagram, bundle, route, request, day);
    made.set(key, context);
    return context;
  };
}

/** The route that a value of `slaMs` chooses among those that names lead to. */
export function routeAtSla(routes: readonly Route[], slaMs: number): Route | undefined {
  return routes.find(({ match }) => slaMs < (match?.slaMsBelow ?? Infinity));
}

/** The part of a diagram that one intent and one risk class lead to. */
function buildClasses(
  diagram: Diagram,
  bundle: Bundle,
  contextOf: ContextOf,
  names: readonly number[],
  onPart: (part: NamedPart) => void,
): NodeId {
  const known = new Map<string, NodeId>();
  const taking = routesTaking(bundle, requestOf(diagram.values, names));
  const policy = { ...bundle.policy, routes: taking };
  const atNames = (at: readonly number[]): NodeId => {
    const request = requestOf(diagram.values, at);
    const routes = matchingRoutes(policy, request);
    const ids = routes.map(({ id }) => id);
    const key = JSON.stringify([ids, request.residency, request.workload]);
    const found = known.get(key);
    if (found !== undefined) return found;
    const bySla = diagram.values.slaMs.map((slaMs, index) => {
      const route = routeAtSla(routes, slaMs);
      if (route === undefined) return leafWithoutRoute(diagram, bundle, request);
      return contextOf(route, request).atSla(index);
    });
    const made = diagram.node(SLA_FIELD, bySla);
    known.set(key, made);
    onPart({ request, routes, bySla });
    return made;
  };
  const declared = declaredValues(diagram.values, bundle.policy);
  const descend = (at: readonly number[]): NodeId => {
    const field = at.length;
    if (declared[field - 1]?.[at.at(-1) ?? 0] === false) return leafOfUndeclared(diagram);
    if (field === SLA_FIELD) return atNames(at);
    const children = Array.from({ length: diagram.sizes[field] ?? 0 }, (_, index) =>
      descend([...at, index]),
    );
    return diagram.node(field, children);
  };
  const [intentAt = 0] = names;
  return declared[0]?.[intentAt] === false ? leafOfUndeclared(diagram) : descend(names);
}

function leafOfUndeclared(diagram: Diagram): NodeId {
  return diagram.leaf("not declared", () => ({ ...NOTHING, isDeclared: false }));
}

/** The routes that can take a request of this intent and risk; other ones need no further look. */
function routesTaking({ policy }: Bundle, { intent, risk }: RequestClass): readonly Route[] {
  return policy.routes.filter(
    ({ match }) => match?.intents.includes(intent) === true && match.risks.includes(risk),
  );
}

function leafWithoutRoute(
  diagram: Diagram,
  { policy }: Bundle,
  { intent, risk }: RequestClass,
): NodeId {
  const isIntended = policy.intendedGaps.some(
    ({ intents, risks }) => intents.includes(intent) && risks.includes(risk),
  );
  const nothing = { ...NOTHING, isIntended };
  return diagram.leaf(`no route, ${isIntended ? "intended" : "not intended"}`, () => nothing);
}
