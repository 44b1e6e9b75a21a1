import { CAPABILITIES, type Capability } from "@switchyard/contract";
import { CLASS_FIELDS, type ClassField, type ClassValues } from "../analyse/class-fields.ts";
import type { DiagramShape, NodeId } from "../analyse/diagram.ts";
import { leafOf } from "../analyse/analysis.ts";
import { countBelow, countUpTo } from "../plan/thresholds.ts";

/** A part of the traffic. A field that is left out is spread evenly over its values. */
export interface TrafficRow {
  /** Requests, or any other measure of how much; above 0. */
  readonly weight: number;
  readonly intent?: string;
  readonly risk?: string;
  readonly segment?: string;
  readonly locale?: string;
  readonly residency?: string;
  readonly workload?: string;
  readonly slaMs?: number;
  readonly capabilities?: readonly Capability[];
  readonly contextTokens?: number;
}

/** Where traffic falls among the classes of a comparison. */
export interface WeighedTraffic {
  /** Weight that leads to each leaf. */
  readonly weights: ReadonlyMap<NodeId, number>;
  /** Sum of all rows whose names are among the values. */
  readonly weight: number;
  /** Sum of the rows that name what neither policy declares, by field and name. */
  readonly foreign: ReadonlyMap<string, number>;
  /** Fields that some row leaves open. */
  readonly openFields: readonly ClassField[];
}

const ANY = -1;

/** Follows every row of traffic to the leaves below a root. */
export function weighTraffic(
  shape: DiagramShape,
  root: NodeId,
  rows: readonly TrafficRow[],
): WeighedTraffic {
  const weights = new Map<NodeId, number>();
  const foreign = new Map<string, number>();
  const alike = new Map<string, { readonly at: readonly number[]; weight: number }>();
  let weight = 0;
  for (const row of rows) {
    const unknown = foreignName(shape.values, row);
    if (unknown !== undefined) {
      foreign.set(unknown, (foreign.get(unknown) ?? 0) + row.weight);
      continue;
    }
    const at = CLASS_FIELDS.map((field) => positionOf(shape.values, row, field));
    const key = at.join(" ");
    const known = alike.get(key);
    if (known === undefined) alike.set(key, { at, weight: row.weight });
    else known.weight += row.weight;
    weight += row.weight;
  }
  const places = [...alike.values()];
  for (const place of places) spread(shape, root, place.at, place.weight, weights);
  const openFields = CLASS_FIELDS.filter((_, field) => places.some(({ at }) => at[field] === ANY));
  return { weights, weight, foreign, openFields };
}

/** Adds a row's weight to the leaves it leads to; open fields share it among their values. */
function spread(
  shape: DiagramShape,
  root: NodeId,
  at: readonly number[],
  weight: number,
  weights: Map<NodeId, number>,
): void {
  const add = (to: Map<NodeId, number>, id: NodeId, more: number): void => {
    to.set(id, (to.get(id) ?? 0) + more);
  };
  if (!at.includes(ANY)) {
    add(weights, leafOf(shape, root, at), weight);
    return;
  }
  const open = new Map<NodeId, number>([[root, weight]]);
  // Children are stored before their parents, so a weight is whole when its node's turn comes.
  for (let id = root; id >= 0; id -= 1) {
    const held = open.get(id);
    const node = shape.nodes[id];
    if (held === undefined || node === undefined) continue;
    open.delete(id);
    const value = at[node.field] ?? ANY;
    const next = value === ANY ? node.children : node.children.slice(value, value + 1);
    for (const child of next) add(open, child, held / next.length);
  }
  for (const [leaf, held] of open) add(weights, leaf, held);
}

const NAME_FIELDS = ["intent", "risk", "segment", "locale", "residency", "workload"] as const;

function foreignName(values: ClassValues, row: TrafficRow): string | undefined {
  const field = NAME_FIELDS.find((name) => {
    const held = row[name];
    return held !== undefined && !values[name].includes(held);
  });
  return field === undefined ? undefined : `${field} ${row[field]}`;
}

function positionOf(values: ClassValues, row: TrafficRow, field: ClassField): number {
  switch (field) {
    case "slaMs":
      return row.slaMs === undefined ? ANY : Math.max(0, countUpTo(values.slaMs, row.slaMs) - 1);
    case "contextTokens": {
      if (row.contextTokens === undefined) return ANY;
      const at = countBelow(values.contextTokens, row.contextTokens);
      return Math.min(at, values.contextTokens.length - 1);
    }
    case "capabilities": {
      const { capabilities } = row;
      if (capabilities === undefined) return ANY;
      return CAPABILITIES.reduce(
        (bits, one, at) => bits + (capabilities.includes(one) ? 2 ** at : 0),
        0,
      );
    }
    default: {
      const name = row[field];
      return name === undefined ? ANY : values[field].indexOf(name);
    }
  }
}
