import { ConfigurationError } from "@switchyard/contract";
import {
  readDrillRecord,
  readEvalArtefact,
  type DrillRecord,
  type EvalArtefact,
} from "@switchyard/policy";
import { readText } from "../read-text.ts";

/** The evidence that some files hold. */
export interface EvidenceFiles {
  readonly artefacts: readonly EvalArtefact[];
  readonly drills: readonly DrillRecord[];
}

/**
 * Reads eval artefacts and drill records; each says in `schema` what it is.
 *
 * Throws `DocumentError` for one with mistakes, and `ConfigurationError` for a file that is neither
 * or cannot be read.
 */
export function readEvidence(files: readonly string[]): EvidenceFiles {
  const artefacts: EvalArtefact[] = [];
  const drills: DrillRecord[] = [];
  for (const file of files) {
    const source = { text: readText(file), file };
    const [, kind] = /"schema"\s*:\s*"switchyard\/([a-z-]+)\//.exec(source.text) ?? [];
    if (kind === "eval-artefact") artefacts.push(readEvalArtefact(source));
    else if (kind === "drill-record") drills.push(readDrillRecord(source));
    else {
      throw new ConfigurationError(
        `${file} is neither an eval artefact nor a drill record: its \`schema\` says so of neither. ` +
          "Give files that an evaluation or `sim chaos --drill` wrote.",
      );
    }
  }
  return { artefacts, drills };
}
