import type { Taxonomy, TaxonomyCell } from "@switchyard/simulator";
import type { RehearsalRun } from "../chaos/run-rehearsal.ts";
import { formatCount, NOTHING } from "../format/quantity.ts";
import { textTable } from "../format/text-table.ts";

/** Kinds of failures, where the scenario asks whether they are seen as what they are. */
export function taxonomyOf({ outcome, documents }: RehearsalRun): Taxonomy | undefined {
  const isAsked = documents.scenario.checks.some(({ metric }) => metric === "misread");
  return isAsked ? outcome.taxonomy : undefined;
}

/** Each injected kind of failure: how many calls of each provider had it, and what was misread. */
export function taxonomyTable(run: RehearsalRun): readonly string[] {
  const taxonomy = taxonomyOf(run);
  if (taxonomy === undefined || taxonomy.cells.length === 0) return [];
  const { cells, calls, misread } = taxonomy;
  const providers = [...new Set(cells.map(({ provider }) => provider))].toSorted();
  const kinds = [...new Set(cells.map(({ injected }) => injected))];
  const rows = kinds.map((kind) => {
    const ofKind = cells.filter(({ injected }) => injected === kind);
    const counts = providers.map((provider) => {
      const cell = ofKind.find((known) => known.provider === provider);
      return cell === undefined ? NOTHING : countText(cell);
    });
    return [kind, counts, misreadText(ofKind)].flat();
  });
  const sum = `${formatCount(calls)} calls with one fault, ${formatCount(misread)} of them misread`;
  return [
    ...textTable(
      [
        { caption: "injected", align: "left" },
        ...providers.map((caption) => ({ caption, align: "right" }) as const),
        { caption: "misread as", align: "left" },
      ],
      rows,
    ),
    sum,
  ];
}

/** `74`, or `72 of 74` where some were misread. */
function countText({ injected, calls, seen }: TaxonomyCell): string {
  const right = seen[injected] ?? 0;
  return right === calls ? formatCount(calls) : `${formatCount(right)} of ${formatCount(calls)}`;
}

function misreadText(cells: readonly TaxonomyCell[]): string {
  const kinds = cells.flatMap(({ injected, seen }) =>
    Object.keys(seen).filter((kind) => kind !== injected),
  );
  return kinds.length === 0 ? NOTHING : [...new Set(kinds)].toSorted().join(", ");
}
