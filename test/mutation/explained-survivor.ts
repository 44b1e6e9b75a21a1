import type { Survivor } from "./survivor.ts";

/** Mutants that no test can tell from the code, or need not, and the reason. */
export interface ExplainedSurvivor {
  /** Path from the repository's root. */
  readonly file: string;
  /** As the report writes them, each as often as it survives in the file. */
  readonly mutants: readonly string[];
  readonly why: string;
}

/** What a run found, held against the list. */
export interface Reconciled {
  readonly unexplained: readonly Survivor[];
  /** Listed, yet gone: the code changed, or a test came that kills it. */
  readonly stale: readonly string[];
}

/** Crosses out each survivor with one entry of the list for its file. */
export function reconcileSurvivors(
  survivors: readonly Survivor[],
  explained: readonly ExplainedSurvivor[],
): Reconciled {
  const open = explained.flatMap(({ file, mutants }) =>
    mutants.map((mutant) => `${file} ${mutant}`),
  );
  const unexplained = survivors.filter(({ file, mutant }) => {
    const place = open.indexOf(`${file} ${mutant}`);
    if (place !== -1) open.splice(place, 1);
    return place === -1;
  });
  return { unexplained, stale: open };
}
