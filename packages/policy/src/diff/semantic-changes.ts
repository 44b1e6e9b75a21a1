import type { Bundle } from "@switchyard/contract";
import canonicalize from "canonicalize";
import { leafKey, semanticLeaves, type LeafScope, type SemanticLeaf } from "./semantic-leaves.ts";

/** One variable that differs between two bundles. */
export interface SemanticChange {
  readonly scope: LeafScope;
  /** Keys inside the scope, in code's words. Empty: the whole of it came or went. */
  readonly path: readonly string[];
  /** Undefined: it is not there. */
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * Every variable that differs. A route, budget, model or provider that comes or goes is one; so is
 * the order of routes, and a default order that several routes follow. Names, versions, owners,
 * comments, the order of sets and what is derived count for nothing.
 */
export function semanticChanges(before: Bundle, after: Bundle): readonly SemanticChange[] {
  const [had, has] = [semanticLeaves(before), semanticLeaves(after)];
  const changes = [...new Set([...had.keys(), ...has.keys()])].flatMap((key) => {
    const [left, right] = [had.get(key), has.get(key)];
    const leaf = left ?? right;
    if (leaf === undefined || isSame(left?.value, right?.value)) return [];
    // What comes or goes as a whole is told once.
    const isPart = leaf.path.length > 0 && hasWhole(leaf.scope);
    const whole = leafKey({ scope: leaf.scope, path: [] });
    if (isPart && had.has(whole) !== has.has(whole)) return [];
    return [changeOf(leaf, left, right)];
  });
  return [...routesMoved(before, after), ...withSharedOrder(changes)];
}

function hasWhole({ kind }: LeafScope): boolean {
  return kind !== "policy" && kind !== "catalogue";
}

function changeOf(
  { scope, path }: SemanticLeaf,
  left: SemanticLeaf | undefined,
  right: SemanticLeaf | undefined,
): SemanticChange {
  return { scope, path, before: left?.value, after: right?.value };
}

function isSame(left: unknown, right: unknown): boolean {
  return canonicalize(left) === canonicalize(right);
}

/** The order in which the routes that both have are asked. */
function routesMoved(before: Bundle, after: Bundle): readonly SemanticChange[] {
  const [had, has] = [before, after].map(({ policy }) => policy.routes.map(({ id }) => id));
  const kept = had?.filter((id) => has?.includes(id)) ?? [];
  const moved = has?.filter((id) => had?.includes(id)) ?? [];
  if (isSame(kept, moved)) return [];
  return [{ scope: { kind: "policy" }, path: ["routes"], before: kept, after: moved }];
}

/** Routes that had the same order and have the same other one follow the policy's default. */
function withSharedOrder(changes: readonly SemanticChange[]): readonly SemanticChange[] {
  const orders = changes.filter(
    ({ scope, path }) => scope.kind === "route" && path.join(".") === "order",
  );
  const [first] = orders;
  const isShared =
    orders.length > 1 &&
    orders.every(
      ({ before, after }) => isSame(before, first?.before) && isSame(after, first?.after),
    );
  if (first === undefined || !isShared) return changes;
  const shared: SemanticChange = {
    ...first,
    scope: { kind: "policy" },
    path: ["defaults", "order"],
  };
  return [shared, ...changes.filter((change) => !orders.includes(change))];
}
