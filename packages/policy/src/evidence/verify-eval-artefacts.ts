import { isIntact } from "./content-hash.ts";
import type { EvalArtefact, EvalResult } from "./eval-artefact.ts";
import { evidenceAgeMs } from "./evidence-age.ts";

export interface WantedEvals {
  readonly beforeBundleHash: string;
  readonly afterBundleHash: string;
  /** Intents whose requests the change moves. */
  readonly intents: readonly string[];
  readonly nowMs: number;
  /** Older artefacts are stale: models behind one name change. */
  readonly ageMaxMs: number;
}

/** Whether benchmark deltas of one intent are attached, and if not, why. */
export type EvalEvidence =
  | {
      readonly kind: "attached";
      readonly intent: string;
      /** Of the whole intent. */
      readonly result: EvalResult;
      /** Of its slices, where it has any. */
      readonly slices: readonly EvalResult[];
      readonly artefact: EvalArtefact;
      readonly ageMs: number;
    }
  | {
      /** Measured on these bundles, but too long ago; or dated ahead of `nowMs`, without an age. */
      readonly kind: "stale";
      readonly intent: string;
      readonly artefact: EvalArtefact;
      readonly ageMs?: number;
    }
  | {
      /** `foreign`: of other bundles. `tampered`: changed after it was sealed. */
      readonly kind: "foreign" | "tampered";
      readonly intent: string;
      readonly artefact: EvalArtefact;
    }
  | {
      /** No artefact has a result for the whole intent. */
      readonly kind: "missing";
      readonly intent: string;
    };

/** What is best for the reader to know first: the good news, else the worst. */
const TOLD_FIRST: readonly EvalEvidence["kind"][] = [
  "attached",
  "tampered",
  "stale",
  "foreign",
  "missing",
];

/**
 * Looks for the benchmark deltas of each intent. The hashes of both bundles bind them: an artefact
 * of other bundles, or of these the other way round, proves nothing of this change.
 *
 * A tampered artefact is told of for every intent without a good one, as nothing that it says can
 * be believed, not even of which intents it speaks. Of two good ones the newer counts.
 */
export function verifyEvalArtefacts(
  artefacts: readonly EvalArtefact[],
  wanted: WantedEvals,
): readonly EvalEvidence[] {
  const newestFirst = artefacts.toSorted((left, right) => right.createdAtMs - left.createdAtMs);
  const judged = newestFirst.map((artefact) => ({ artefact, isIntact: isIntact(artefact) }));
  return wanted.intents.map((intent) => {
    const found: readonly EvalEvidence[] = [
      ...judged.map((one) =>
        one.isIntact
          ? evidenceIn(one.artefact, intent, wanted)
          : ({ kind: "tampered", intent, artefact: one.artefact } as const),
      ),
      { kind: "missing", intent },
    ];
    const [first = { kind: "missing", intent }] = found.toSorted(
      (left, right) => TOLD_FIRST.indexOf(left.kind) - TOLD_FIRST.indexOf(right.kind),
    );
    return first;
  });
}

function evidenceIn(artefact: EvalArtefact, intent: string, wanted: WantedEvals): EvalEvidence {
  const { beforeBundleHash, afterBundleHash, nowMs, ageMaxMs } = wanted;
  const results = artefact.results.filter((result) => result.intent === intent);
  const result = results.find(({ slice }) => slice === undefined);
  if (result === undefined) return { kind: "missing", intent };
  const isOfThese =
    artefact.beforeBundleHash === beforeBundleHash && artefact.afterBundleHash === afterBundleHash;
  if (!isOfThese) return { kind: "foreign", intent, artefact };
  const ageMs = evidenceAgeMs(artefact.createdAtMs, nowMs);
  if (ageMs === undefined) return { kind: "stale", intent, artefact };
  if (ageMs > ageMaxMs) return { kind: "stale", intent, artefact, ageMs };
  const slices = results.filter(({ slice }) => slice !== undefined);
  return { kind: "attached", intent, result, slices, artefact, ageMs };
}
