import { ConfigurationError } from "@switchyard/contract";
import {
  readDrillRecord,
  readEvalArtefact,
  type DrillRecord,
  type EvalArtefact,
} from "@switchyard/policy";
import { readText } from "../read-text.ts";

/** What one file of evidence holds. */
export type Evidence =
  | { readonly kind: "eval-artefact"; readonly file: string; readonly held: EvalArtefact }
  | { readonly kind: "drill-record"; readonly file: string; readonly held: DrillRecord };

/**
 * Reads an eval artefact or a drill record; it says in `schema` which it is.
 *
 * Throws `DocumentError` for one with mistakes, and `ConfigurationError` for a file that is neither
 * or cannot be read.
 */
export function readEvidence(file: string): Evidence {
  const source = { text: readText(file), file };
  const [, kind] = /"schema"\s*:\s*"switchyard\/([a-z-]+)\//.exec(source.text) ?? [];
  if (kind === "eval-artefact") return { kind, file, held: readEvalArtefact(source) };
  if (kind === "drill-record") return { kind, file, held: readDrillRecord(source) };
  throw new ConfigurationError(
    `${file} is neither an eval artefact nor a drill record: its \`schema\` says so of neither. ` +
      "Give files that an evaluation or `sim chaos --drill` wrote.",
  );
}
