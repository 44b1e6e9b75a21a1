import type { Diagram, NodeId } from "../analyse/diagram.ts";
import { createDiagram } from "../analyse/diagram.ts";
import { countClasses } from "../analyse/walk-diagram.ts";

/** How the effects of several changes of one policy lie to each other. */
export interface Interaction {
  /** For each change, in order: classes that it changes when it is made alone. Exact. */
  readonly alone: readonly bigint[];
  /** Classes that more than one of them changes alone. */
  readonly overlapping: bigint;
  /** Classes that all changes together change, and none of them alone. */
  readonly onlyTogether: bigint;
  /** Classes that some change changes alone, and all together leave as they were. */
  readonly cancelled: bigint;
}

/**
 * Compares the effects of single changes, each made alone, with that of all of them.
 *
 * @param singles roots of the bundle before with one change each
 * @param nodesMax nodes of the product at most; more throw `NodeBudgetError`
 */
export function interactionOf(
  store: Diagram,
  before: NodeId,
  singles: readonly NodeId[],
  after: NodeId,
  nodesMax: number,
): Interaction {
  const diagram = createDiagram<Effects>(store.values, nodesMax);
  const known = new Map<string, NodeId>();
  const follow = (ids: readonly NodeId[]): NodeId => {
    const [first = 0] = ids;
    if (ids.every((id) => id === first)) return diagram.leaf("", () => NO_EFFECT);
    const fields = ids.flatMap((id) => store.nodes[id]?.field ?? []);
    if (fields.length === 0) return leafOfEffects(diagram, ids);
    const key = ids.join(" ");
    const found = known.get(key);
    if (found !== undefined) return found;
    const field = Math.min(...fields);
    const children = Array.from({ length: store.sizes[field] ?? 0 }, (_, value) =>
      follow(
        ids.map((id) => {
          const node = store.nodes[id];
          return node?.field === field ? (node.children[value] ?? id) : id;
        }),
      ),
    );
    const made = diagram.node(field, children);
    known.set(key, made);
    return made;
  };
  const counts = countClasses(diagram, follow([before, ...singles, after]));
  const sum = (isMeant: (effects: Effects) => boolean): bigint =>
    [...counts].reduce(
      (total, [leaf, count]) => (isMeant(diagram.outcome(leaf)) ? total + count : total),
      0n,
    );
  return {
    alone: singles.map((_, at) => sum(({ changing }) => changing.includes(at))),
    overlapping: sum(({ changing }) => changing.length > 1),
    onlyTogether: sum(({ changing, isChanged }) => isChanged && changing.length === 0),
    cancelled: sum(({ changing, isChanged }) => !isChanged && changing.length > 0),
  };
}

/** Which single changes change a class, and whether all together do. */
interface Effects {
  readonly changing: readonly number[];
  readonly isChanged: boolean;
}

const NO_EFFECT: Effects = { changing: [], isChanged: false };

function leafOfEffects(diagram: Diagram<Effects>, ids: readonly NodeId[]): NodeId {
  const [before] = ids;
  const changing = ids.slice(1, -1).flatMap((id, at) => (id === before ? [] : at));
  const effects = { changing, isChanged: ids.at(-1) !== before };
  return diagram.leaf(JSON.stringify(effects), () => effects);
}
