import { FAILURE_KINDS, type FailureKind } from "@switchyard/contract";
import { isMisread, type FaultReading } from "./read-fault.ts";

/** One kind of failure at one provider: how often it was injected, and what was seen of it. */
export interface TaxonomyCell {
  readonly injected: FailureKind | "ok";
  readonly provider: string;
  readonly calls: number;
  /** Calls by what the router saw. */
  readonly seen: Readonly<Partial<Record<FailureKind | "ok", number>>>;
}

/** Kinds of failures seen against kinds injected. */
export interface Taxonomy {
  /** In the order of the vocabulary, then by provider. */
  readonly cells: readonly TaxonomyCell[];
  /** Calls with exactly one fault that has a kind. */
  readonly calls: number;
  /** Of those, the ones seen as something else. */
  readonly misread: number;
  /** The first of them. */
  readonly examples: readonly FaultReading[];
}

/** What was read of calls with one fault. Bounded by kinds and providers. */
export interface FaultReadings {
  readonly cells: ReadonlyMap<string, TaxonomyCell>;
  readonly examples: readonly FaultReading[];
}

/** Nothing read yet. */
export const NO_READINGS: FaultReadings = { cells: new Map(), examples: [] };

const EXAMPLES_MAX = 20;

const ORDER: readonly (FailureKind | "ok")[] = [...FAILURE_KINDS, "ok"];

/** The readings with one more. */
export function addReading(
  { cells, examples }: FaultReadings,
  reading: FaultReading,
): FaultReadings {
  const isExample = isMisread(reading) && examples.length < EXAMPLES_MAX;
  return {
    cells: withReading(cells, reading),
    examples: isExample ? [...examples, reading] : examples,
  };
}

/** Kinds seen against kinds injected. */
export function readTaxonomy({ cells, examples }: FaultReadings): Taxonomy {
  const all = [...cells.values()].toSorted(byKindAndProvider);
  const calls = all.reduce((sum, cell) => sum + cell.calls, 0);
  const right = all.reduce((sum, { injected, seen }) => sum + (seen[injected] ?? 0), 0);
  return { cells: all, calls, misread: calls - right, examples };
}

function withReading(
  cells: FaultReadings["cells"],
  { injected, provider, seen }: FaultReading,
): FaultReadings["cells"] {
  const key = `${injected}/${provider}`;
  const cell = cells.get(key) ?? { injected, provider, calls: 0, seen: {} };
  const counted = { ...cell.seen, [seen]: (cell.seen[seen] ?? 0) + 1 };
  return new Map(cells).set(key, { ...cell, calls: cell.calls + 1, seen: counted });
}

function byKindAndProvider(a: TaxonomyCell, b: TaxonomyCell): number {
  const byKind = ORDER.indexOf(a.injected) - ORDER.indexOf(b.injected);
  return byKind === 0 ? (a.provider < b.provider ? -1 : 1) : byKind;
}
