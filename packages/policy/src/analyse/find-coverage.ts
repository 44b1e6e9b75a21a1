import { pointerOf } from "../load/json-pointer.ts";
import { EVERYWHERE, makeFinding, type Analysis } from "./analysis.ts";
import type { AnalysisFinding } from "./analysis-finding.ts";
import { matchRestriction } from "./match-restriction.ts";
import { endpointsOf } from "./outcome.ts";
import { leavesOf } from "./walk-diagram.ts";

/** Classes without a route that the policy does not mean, as one finding with its cubes. */
export function findCoverageGaps(analysis: Analysis): readonly AnalysisFinding[] {
  const { diagram } = analysis;
  const message = "no route takes these requests, and `intendedGaps` does not list them";
  const gaps = makeFinding(
    analysis,
    { kind: "coverage-gap", message, pointer: "/intendedGaps" },
    EVERYWHERE,
    (leaf) => {
      const { route, isIntended } = diagram.outcome(leaf);
      return route === undefined && !isIntended;
    },
  );
  return gaps === undefined ? [] : [gaps];
}

/** Routes that no class reaches, with the routes that take their classes instead. */
export function findShadowedRoutes(analysis: Analysis): readonly AnalysisFinding[] {
  const { bundle, diagram, root, counts } = analysis;
  const reached = new Set([...counts.keys()].map((leaf) => diagram.outcome(leaf).route));
  return bundle.policy.routes.flatMap(({ id, index, match, internal, lifecycle }) => {
    if (internal || lifecycle === "retired" || match === undefined || reached.has(id)) return [];
    const restriction = matchRestriction(diagram, match);
    const leaves = leavesOf(diagram, root, restriction);
    const blockers = [...new Set(leaves.flatMap((leaf) => diagram.outcome(leaf).route ?? []))];
    const finding = makeFinding(
      analysis,
      {
        kind: "shadowed-route",
        message: `route \`${id}\` can never match: ${listed(blockers)} come before it and take all its requests`,
        pointer: pointerOf(["routes", index]),
        routes: [id, ...blockers],
      },
      restriction,
      () => true,
    );
    return finding ?? [];
  });
}

/** Candidates that are on no rung of any class through their route. */
export function findDeadCandidates(analysis: Analysis): readonly AnalysisFinding[] {
  const { bundle, diagram, counts } = analysis;
  const alive = new Set<string>();
  const taking = new Set<string>();
  for (const leaf of counts.keys()) {
    const outcome = diagram.outcome(leaf);
    if (outcome.route !== undefined) taking.add(outcome.route);
    for (const { via, model } of endpointsOf(outcome)) alive.add(`${via}\n${model}`);
  }
  return bundle.policy.routes.flatMap((route) => {
    const dead = route.candidates.filter((model) => !alive.has(`${route.id}\n${model}`));
    if (!taking.has(route.id) || dead.length === 0) return [];
    const finding = makeFinding(
      analysis,
      {
        kind: "dead-candidate",
        message: `route \`${route.id}\` never takes ${listed(dead)}, whatever is asked`,
        pointer: pointerOf(["routes", route.index, "candidates"]),
        routes: [route.id],
        models: dead,
      },
      matchRestriction(diagram, route.match),
      (leaf) => diagram.outcome(leaf).route === route.id,
    );
    return finding ?? [];
  });
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}
