import { createDiagram, type Diagram, type NodeId } from "../analyse/diagram.ts";
import { kindOf, type ClassChange } from "./class-change.ts";

/** What a comparison says of a class; `outside`: neither bundle declares its names together. */
export type ComparedClass = ClassChange | "unchanged" | "outside";

/** The classes of two bundles, each with what changes for it. */
export interface ChangeDiagram {
  readonly diagram: Diagram<ComparedClass>;
  readonly root: NodeId;
}

/**
 * The product of two diagrams of one store. Equal parts have equal ids and are not compared; a
 * pair of nodes is met once.
 *
 * @param nodesMax nodes of the product at most; more throw `NodeBudgetError`
 */
export function compareDiagrams(
  store: Diagram,
  before: NodeId,
  after: NodeId,
  nodesMax: number,
): ChangeDiagram {
  const diagram = createDiagram<ComparedClass>(store.values, nodesMax);
  const known = new Map<NodeId, Map<NodeId, NodeId>>();
  const unchanged = diagram.leaf("unchanged", () => "unchanged");
  const outside = diagram.leaf("outside", () => "outside");
  const isAllDeclared = store.outcomes.every(({ isDeclared }) => isDeclared);
  const equal = new Map<NodeId, NodeId>();
  /** A part that both share: unchanged, but for the classes that neither declares. */
  const shared = (id: NodeId): NodeId => {
    if (isAllDeclared) return unchanged;
    const found = equal.get(id);
    if (found !== undefined) return found;
    const node = store.nodes[id];
    const made =
      node === undefined
        ? store.outcome(id).isDeclared
          ? unchanged
          : outside
        : diagram.node(node.field, node.children.map(shared));
    equal.set(id, made);
    return made;
  };
  const leaf = (left: NodeId, right: NodeId): NodeId =>
    diagram.leaf(`${left} ${right}`, () => {
      const [one, other] = [store.outcome(left), store.outcome(right)];
      return { kind: kindOf(one, other), before: one, after: other };
    });
  const compare = (left: NodeId, right: NodeId): NodeId => {
    if (left === right) return shared(left);
    const [one, other] = [store.nodes[left], store.nodes[right]];
    if (one === undefined && other === undefined) return leaf(left, right);
    const row = known.get(left) ?? new Map<NodeId, NodeId>();
    known.set(left, row);
    const found = row.get(right);
    if (found !== undefined) return found;
    const field = Math.min(one?.field ?? Infinity, other?.field ?? Infinity);
    const children = Array.from({ length: store.sizes[field] ?? 0 }, (_, value) =>
      compare(
        one?.field === field ? (one.children[value] ?? left) : left,
        other?.field === field ? (other.children[value] ?? right) : right,
      ),
    );
    const made = diagram.node(field, children);
    row.set(right, made);
    return made;
  };
  return { diagram, root: compare(before, after) };
}
