import {
  DAY_MS,
  DRILL_AGE_MAX_MS,
  evidenceAgeMs,
  isIntact,
  type Drill,
  type EvalResult,
} from "@switchyard/policy";
import { EXIT } from "../exit-code.ts";
import type { Shell } from "../program.ts";
import type { EvidenceOptions } from "./add-evidence-command.ts";
import { readEvidence, type Evidence } from "./read-evidence.ts";

/** Whether a review would believe it, and if not, why. */
type Standing = "counts" | "edited" | "dated-ahead" | "too-old";

interface CheckedEvidence {
  readonly file: string;
  readonly kind: Evidence["kind"];
  readonly standing: Standing;
  /** Null: it is dated ahead. */
  readonly ageMs: number | null;
  /** Hashes of the bundles it speaks of: of a change, the one before and the one after. */
  readonly bundleHashes: readonly string[];
  /** What it says, in words. */
  readonly says: readonly string[];
}

const STANDINGS: Readonly<Record<Standing, string>> = {
  counts: "counts",
  edited: "REFUSED: it was changed after it was sealed",
  "dated-ahead": "REFUSED: it is dated ahead of now",
  "too-old": `REFUSED: at most ${DRILL_AGE_MAX_MS / DAY_MS} days are believed`,
};
const KINDS = { "eval-artefact": "eval artefact", "drill-record": "drill record" } as const;
const HASH_SHOWN = 12;

/** Says of each file of evidence whether a review would believe it, and returns the exit code. */
export function checkEvidence(
  files: readonly string[],
  { date, json }: EvidenceOptions,
  shell: Shell,
): number {
  // Evidence of the stated day counts, whenever it was made.
  const nowMs = date === undefined ? Date.now() : date + DAY_MS - 1;
  const checked = files.map((file) => checkOne(readEvidence(file), nowMs));
  if (json) shell.write(`${JSON.stringify({ version: 1, files: checked })}\n`);
  else shell.write(`${checked.flatMap(linesOf).join("\n")}\n`);
  return checked.every(({ standing }) => standing === "counts") ? EXIT.ok : EXIT.findings;
}

function checkOne(evidence: Evidence, nowMs: number): CheckedEvidence {
  const { file, kind, held } = evidence;
  const ageMs = evidenceAgeMs(kind === "drill-record" ? held.startedAtMs : held.createdAtMs, nowMs);
  const facts =
    kind === "drill-record"
      ? { bundleHashes: [held.bundleHash], says: held.drills.map(drillWords) }
      : {
          bundleHashes: [held.beforeBundleHash, held.afterBundleHash],
          says: held.results.map((result) => resultWords(result, held.dataset.name)),
        };
  return {
    file,
    kind,
    standing: standingOf(isIntact(held), ageMs),
    ageMs: ageMs ?? null,
    ...facts,
  };
}

function standingOf(intact: boolean, ageMs: number | undefined): Standing {
  if (!intact) return "edited";
  if (ageMs === undefined) return "dated-ahead";
  return ageMs < DRILL_AGE_MAX_MS ? "counts" : "too-old";
}

function drillWords({ lose, start, routes, passed }: Drill): string {
  const failing = routes.flatMap((route) => (route.passed ? [] : route.route));
  const how = passed ? "passed" : `failed on ${failing.join(", ")}`;
  return `${lose.join(" and ")}, ${start}: ${how}`;
}

function resultWords({ intent, slice = {}, n, metrics }: EvalResult, dataset: string): string {
  const part = Object.entries(slice).map(([key, name]) => ` ${key} ${name}`);
  return `${intent}${part.join("")}: ${Object.keys(metrics).join(", ")} over ${n} tasks of ${dataset}`;
}

function linesOf(checked: CheckedEvidence): readonly string[] {
  const { file, kind, bundleHashes, ageMs, standing, says } = checked;
  const bundles = bundleHashes.map((hash) => hash.slice(0, HASH_SHOWN)).join(" → ");
  const age = ageMs === null ? "" : `, ${Math.floor(ageMs / DAY_MS)} days old`;
  return [
    `${file}: ${KINDS[kind]} of ${bundles}${age}; ${STANDINGS[standing]}`,
    ...says.map((line) => `  ${line}`),
  ];
}
