import { EVERYWHERE } from "../../analyse/analysis.ts";
import { leavesOf, type Restriction } from "../../analyse/walk-diagram.ts";
import { isChange } from "../change-groups.ts";
import type { ChangeKind, ClassChange } from "../class-change.ts";
import type { Comparison } from "../comparison.ts";
import type { SemanticChange } from "../semantic-changes.ts";

/** Values of a route that change its answers, and no plan. */
const ANSWER_KEYS: ReadonlySet<string> = new Set([
  "gates",
  "escalate",
  "repairMax",
  "deterministic",
  "outputTokensMax",
  "context",
  "hedge",
  "streamCommit",
]);
/** Changes after which another model, or a model at all, may answer. */
const ANSWERED_OTHERWISE: ReadonlySet<ChangeKind> = new Set([
  "gained",
  "winner-changed",
  "plan-only",
]);

/** Intents some of whose requests may be answered otherwise or not at all, in the domains' order. */
export function affectedIntents(
  comparison: Comparison,
  variables: readonly SemanticChange[],
): readonly string[] {
  const { change, after } = comparison;
  const { routes } = after.bundle.policy;
  const ids = new Set(variables.flatMap((one) => routesAnswering(one, comparison)));
  const byVariable = new Set(
    routes.flatMap(({ id, match }) => (ids.has(id) ? (match?.intents ?? []) : [])),
  );
  return change.diagram.values.intent.filter((intent, at) => {
    if (!after.bundle.policy.domains.intents.includes(intent)) return false;
    const changes = changesIn(comparison, new Map([[0, new Set([at])]]));
    return (
      byVariable.has(intent) ||
      changes.some(({ kind }) => kind === "lost" || ANSWERED_OTHERWISE.has(kind))
    );
  });
}

/** Routes whose answers a variable changes without their plans. */
function routesAnswering(
  { scope, path }: SemanticChange,
  { after }: Comparison,
): readonly string[] {
  const [key = "", rung = ""] = path;
  if (scope.kind === "route" && ANSWER_KEYS.has(key))
    return scope.id === undefined ? [] : [scope.id];
  if (scope.kind !== "policy" || key !== "ladder") return [];
  const { routes } = after.bundle.policy;
  return routes.flatMap(({ id, ladder }) => (ladder.some((name) => name === rung) ? id : []));
}

/** Routes that serve requests by another plan, or by other attempts, in the policy's order. */
export function affectedRoutes(
  comparison: Comparison,
  variables: readonly SemanticChange[],
): readonly string[] {
  const { routes } = comparison.after.bundle.policy;
  const changes = changesIn(comparison, EVERYWHERE).filter(({ kind }) =>
    ANSWERED_OTHERWISE.has(kind),
  );
  const ids = new Set(changes.flatMap(({ after }) => after.route ?? []));
  const areAll = variables.some(
    ({ scope, path }) => scope.kind === "policy" && path[0] === "defaults" && path[1] !== "order",
  );
  return routes.flatMap(({ id, internal, lifecycle }) =>
    ids.has(id) || (areAll && !internal && lifecycle !== "retired") ? id : [],
  );
}

function changesIn({ change }: Comparison, restriction: Restriction): readonly ClassChange[] {
  return leavesOf(change.diagram, change.root, restriction).flatMap((leaf) => {
    const compared = change.diagram.outcome(leaf);
    return isChange(compared) ? compared : [];
  });
}
