import type { ClassCube } from "../analyse/analysis-finding.ts";
import { EVERYWHERE } from "../analyse/analysis.ts";
import { boxesOf } from "../analyse/class-boxes.ts";
import { classCube } from "../analyse/class-cube.ts";
import { createDiagram, type Diagram, type NodeId } from "../analyse/diagram.ts";
import { endpointsOf } from "../analyse/outcome.ts";
import { createAncestry, findClass } from "../analyse/walk-diagram.ts";
import { figuresOf, type GroupFigures, type WeighedChange } from "./change-figures.ts";
import type { ChangeDiagram, ComparedClass } from "./change-diagram.ts";
import { CHANGE_KINDS, type ChangeKind, type ClassChange } from "./class-change.ts";
import { sideOf, type GroupSide } from "./group-side.ts";
import { mergeBoxes } from "./merge-boxes.ts";
import type { BrokenRule } from "./rules-of-change.ts";

/** Classes that change alike. No class is in two groups, and every changed class is in one. */
export interface ChangeGroup {
  readonly kind: ChangeKind;
  readonly before: GroupSide;
  readonly after: GroupSide;
  /** Models that some class can reach on some rung only after, or only before; sorted. */
  readonly modelsGained: readonly string[];
  readonly modelsLost: readonly string[];
  /** Number of classes. Exact. */
  readonly classes: bigint;
  /** Share of all weight, 0 to 1. */
  readonly share: number;
  readonly figures: GroupFigures;
  /** Rules that hold before the change and not after. */
  readonly rules: readonly BrokenRule[];
  /** The classes as cubes that do not overlap, those of most classes first. */
  readonly cubes: readonly ClassCube[];
  /** Classes that are in none of the cubes, because the group has too many. */
  readonly classesLeftOut: bigint;
  /** Positions of the values of one of the classes. */
  readonly at: readonly number[];
}

/** What the groups of a comparison are made of. */
export interface GroupInput {
  readonly change: ChangeDiagram;
  /** Number of classes that lead to each leaf. */
  readonly counts: ReadonlyMap<NodeId, bigint>;
  /** Share of all weight, 0 to 1. */
  readonly shareOf: (leaf: NodeId) => number;
  readonly rulesOf: (change: ClassChange) => readonly BrokenRule[];
  readonly nodesMax: number;
}

/** Cubes of a group at most: a report shows a handful, and a machine reads the count besides. */
const CUBES_MAX = 1_000;

interface Member extends WeighedChange {
  readonly classes: bigint;
}

/** Classes that change alike: the same way, from one first choice to another, by the same rules. */
export function groupChanges(input: GroupInput): readonly ChangeGroup[] {
  const { change, counts, shareOf, rulesOf } = input;
  const groups = new Map<string, { readonly id: number; readonly members: Member[] }>();
  const groupOf = new Map<NodeId, number>();
  for (const [leaf, classes] of counts) {
    const compared = change.diagram.outcome(leaf);
    if (!isChange(compared)) continue;
    const key = keyOf(compared, rulesOf(compared));
    const group = groups.get(key) ?? { id: groups.size, members: [] };
    groups.set(key, group);
    group.members.push({ change: compared, classes, weight: shareOf(leaf) });
    groupOf.set(leaf, group.id);
  }
  const plain = plainDiagram(input, groupOf);
  const above = createAncestry(plain.diagram, plain.root);
  return [...groups.values()]
    .map(({ id, members }) => {
      const leaf = plain.diagram.leaf(`${id}`, () => id);
      return makeGroup(members, rulesOf, plain, leaf, above(leaf));
    })
    .toSorted(byWeight);
}

/** Whether a class changes. */
export function isChange(compared: ComparedClass): compared is ClassChange {
  return typeof compared === "object";
}

/** What breaks a rule of severity error comes first, however rare; then what weighs most. */
function byWeight(left: ChangeGroup, right: ChangeGroup): number {
  const breaks = ({ rules }: ChangeGroup): boolean =>
    rules.some(({ severity }) => severity === "error");
  return (
    Number(breaks(right)) - Number(breaks(left)) ||
    right.share - left.share ||
    Number(right.classes - left.classes) ||
    CHANGE_KINDS.indexOf(left.kind) - CHANGE_KINDS.indexOf(right.kind)
  );
}

/** What the changes of one group have in common. */
function keyOf(change: ClassChange, rules: readonly BrokenRule[]): string {
  const { kind, before, after } = change;
  const [had, has] = [sideOf(before), sideOf(after)];
  const isMoved = had.region !== has.region;
  return JSON.stringify([
    kind,
    { ...had, region: isMoved ? had.region : "" },
    { ...has, region: isMoved ? has.region : "" },
    kind === "plan-only" ? modelsBetween([change]) : "",
    rules.map(({ rule, about }) => [rule, about]),
  ]);
}

/** Models reached only after, and only before. */
function modelsBetween(
  changes: readonly ClassChange[],
): readonly [gained: readonly string[], lost: readonly string[]] {
  const gained = new Set<string>();
  const lost = new Set<string>();
  for (const { before, after } of changes) {
    const had = new Set(endpointsOf(before).map(({ model }) => model));
    const has = new Set(endpointsOf(after).map(({ model }) => model));
    for (const model of has) if (!had.has(model)) gained.add(model);
    for (const model of had) if (!has.has(model)) lost.add(model);
  }
  return [[...gained].toSorted(), [...lost].toSorted()];
}

/** A leaf's group, or that it has none. */
type Grouped = number | "none";

/** The diagram of groups alone: far smaller than that of all pairs of outcomes. */
interface PlainDiagram {
  readonly diagram: Diagram<Grouped>;
  readonly root: NodeId;
}

function plainDiagram(
  { change, nodesMax }: GroupInput,
  groupOf: ReadonlyMap<NodeId, number>,
): PlainDiagram {
  const { nodes, values } = change.diagram;
  const diagram = createDiagram<Grouped>(values, nodesMax);
  const known = new Map<NodeId, NodeId>();
  const plain = (id: NodeId): NodeId => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const node = nodes[id];
    const group = groupOf.get(id);
    const made =
      node === undefined
        ? diagram.leaf(`${group ?? "none"}`, () => group ?? "none")
        : diagram.node(node.field, node.children.map(plain));
    known.set(id, made);
    return made;
  };
  return { diagram, root: plain(change.root) };
}

function makeGroup(
  members: readonly Member[],
  rulesOf: GroupInput["rulesOf"],
  { diagram, root }: PlainDiagram,
  leaf: NodeId,
  above: ReadonlySet<NodeId>,
): ChangeGroup {
  const [first] = members;
  if (first === undefined) throw new RangeError("a group has a member at least");
  const { kind, before, after } = first.change;
  const [modelsGained, modelsLost] = modelsBetween(members.map(({ change }) => change));
  const classes = members.reduce((sum, member) => sum + member.classes, 0n);
  const isOfGroup = (id: NodeId): boolean => id === leaf;
  // Most groups are in a small part of the diagram, and there may be hundreds of them.
  const mayLead = (id: NodeId): boolean => above.has(id);
  const found = boxesOf(diagram, root, EVERYWHERE, isOfGroup, CUBES_MAX, mayLead);
  const boxes = mergeBoxes(found)
    .map((box) => ({ box, classes: box.reduce((size, held) => size * BigInt(held.length), 1n) }))
    .toSorted((left, right) => Number(right.classes - left.classes));
  const covered = boxes.reduce((sum, box) => sum + box.classes, 0n);
  const isRegionKept = members.every(
    ({ change }) => sideOf(change.before).region === sideOf(change.after).region,
  );
  const side = (outcome: ClassChange["before"]): GroupSide => {
    const { region: _, ...anywhere } = sideOf(outcome);
    return isRegionKept ? anywhere : sideOf(outcome);
  };
  return {
    kind,
    before: side(before),
    after: side(after),
    modelsGained,
    modelsLost,
    classes,
    share: members.reduce((sum, { weight }) => sum + weight, 0),
    figures: figuresOf(members),
    rules: rulesOf(first.change),
    cubes: boxes.map(({ box }) => classCube(diagram.values, box)),
    classesLeftOut: classes - covered,
    at: findClass(diagram, root, EVERYWHERE, isOfGroup, mayLead) ?? [],
  };
}
