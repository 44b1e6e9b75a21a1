import { FAILURE_KINDS, type Bundle, type FailureKind } from "@switchyard/contract";
import { emptyShardedMap, type Fold } from "@switchyard/journal";
import type { Fault } from "../../faults/fault.ts";
import { stepAttempts, type OpenAttempts } from "./joined-attempts.ts";
import { isMisread, readFault, type FaultReading } from "./read-fault.ts";

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

/** What {@link createTaxonomyFold} remembers. Bounded by kinds, providers and calls in flight. */
export interface TaxonomyState {
  readonly open: OpenAttempts;
  readonly cells: ReadonlyMap<string, TaxonomyCell>;
  readonly examples: readonly FaultReading[];
}

const EXAMPLES_MAX = 20;

const ORDER: readonly (FailureKind | "ok")[] = [...FAILURE_KINDS, "ok"];

/** Folds events into kinds seen against kinds injected. */
export function createTaxonomyFold(
  bundle: Pick<Bundle, "policy" | "catalog">,
  faults: readonly Fault[],
): Fold<TaxonomyState, Taxonomy> {
  return {
    initial: { open: emptyShardedMap(), cells: new Map(), examples: [] },
    step(state, event) {
      const { open, joined } = stepAttempts(state.open, event);
      const reading = joined === undefined ? undefined : readFault(bundle, faults, joined);
      if (reading === undefined) return open === state.open ? state : { ...state, open };
      const isExample = isMisread(reading) && state.examples.length < EXAMPLES_MAX;
      return {
        open,
        cells: withReading(state.cells, reading),
        examples: isExample ? [...state.examples, reading] : state.examples,
      };
    },
    read({ cells, examples }) {
      const all = [...cells.values()].toSorted(byKindAndProvider);
      const calls = all.reduce((sum, cell) => sum + cell.calls, 0);
      const right = all.reduce((sum, { injected, seen }) => sum + (seen[injected] ?? 0), 0);
      return { cells: all, calls, misread: calls - right, examples };
    },
  };
}

function withReading(
  cells: TaxonomyState["cells"],
  { injected, provider, seen }: FaultReading,
): TaxonomyState["cells"] {
  const key = `${injected}/${provider}`;
  const cell = cells.get(key) ?? { injected, provider, calls: 0, seen: {} };
  const counted = { ...cell.seen, [seen]: (cell.seen[seen] ?? 0) + 1 };
  return new Map(cells).set(key, { ...cell, calls: cell.calls + 1, seen: counted });
}

function byKindAndProvider(a: TaxonomyCell, b: TaxonomyCell): number {
  const byKind = ORDER.indexOf(a.injected) - ORDER.indexOf(b.injected);
  return byKind === 0 ? (a.provider < b.provider ? -1 : 1) : byKind;
}
