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

/**
 * The diagram of everything that a bundle plans on a day, over the diagram's own values: they must
 * hold all that the bundle compares with. Names that it does not declare lead to a leaf of their
 * own, whatever else a class has. First come the names, which choose routes; then `slaMs`,
 * which chooses one of them and bars candidates, then what only bars candidates.
 */
export function buildDiagram(diagram: Diagram, bundle: Bundle, day: string): NodeId {
  const { intent, risk } = diagram.values;
  return diagram.node(
    0,
    intent.map((_, intentAt) =>
      diagram.node(
        1,
        risk.map((_, riskAt) => buildClassDiagram(diagram, bundle, day, intentAt, riskAt)),
      ),
    ),
  );
}

/** The part of {@link buildDiagram} that one intent and one risk class lead to. */
export function buildClassDiagram(
  diagram: Diagram,
  bundle: Bundle,
  day: string,
  intentAt: number,
  riskAt: number,
): NodeId {
  const contexts = new Map<string, ClassContext>();
  const known = new Map<string, NodeId>();
  const contextOf = (route: Route, request: RequestClass): ClassContext => {
    const key = JSON.stringify([route.index, request.residency, request.workload]);
    const made = contexts.get(key) ?? createClassContext(diagram, bundle, route, request, day);
    contexts.set(key, made);
    return made;
  };
  const bySla = (at: readonly number[]): NodeId => {
    const request = requestOf(diagram.values, at);
    const routes = matchingRoutes(bundle.policy, request);
    const key = JSON.stringify([
      routes.map(({ index }) => index),
      request.residency,
      request.workload,
    ]);
    const made = known.get(key) ?? diagram.node(SLA_FIELD, slaChildren(routes, request));
    known.set(key, made);
    return made;
  };
  const slaChildren = (routes: readonly Route[], request: RequestClass): readonly NodeId[] =>
    diagram.values.slaMs.map((slaMs, index) => {
      const route = routes.find(({ match }) => slaMs < (match?.slaMsBelow ?? Infinity));
      if (route === undefined) return leafWithoutRoute(diagram, bundle, request);
      return contextOf(route, request).atSla(index);
    });
  const declared = declaredValues(diagram.values, bundle.policy);
  const descend = (at: readonly number[]): NodeId => {
    const field = at.length;
    if (declared[field - 1]?.[at.at(-1) ?? 0] === false) return leafOfUndeclared(diagram);
    if (field === SLA_FIELD) return bySla(at);
    const children = Array.from({ length: diagram.sizes[field] ?? 0 }, (_, index) =>
      descend([...at, index]),
    );
    return diagram.node(field, children);
  };
  return declared[0]?.[intentAt] === false
    ? leafOfUndeclared(diagram)
    : descend([intentAt, riskAt]);
}

function leafOfUndeclared(diagram: Diagram): NodeId {
  return diagram.leaf("not declared", () => ({ ...NOTHING, isDeclared: false }));
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
