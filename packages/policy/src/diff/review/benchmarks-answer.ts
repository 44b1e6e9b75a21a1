import type { MetricDelta } from "../../evidence/eval-artefact.ts";
import { DRILL_AGE_MAX_MS } from "../../evidence/drill-readiness.ts";
import { verifyEvalArtefacts, type EvalEvidence } from "../../evidence/verify-eval-artefacts.ts";
import { DAY_MS } from "../../price/utc-day.ts";
import type { Comparison } from "../comparison.ts";
import { listed, type ReviewAnswer, type ReviewEvidence } from "./review-answer.ts";

/** Digits of a bundle's hash that tell it from others. */
const HASH_SHOWN = 12;

/** Benchmark deltas attached for every affected intent? `partly`: for some. */
export function answerBenchmarks(
  { before, after }: Comparison,
  intents: readonly string[],
  { artefacts, nowMs }: ReviewEvidence,
): ReviewAnswer {
  const question = "benchmarks";
  if (intents.length === 0) {
    const why = "no intent is answered otherwise, or no longer, so none needs a benchmark";
    return { question, answer: "yes", reasons: [why], ways: [] };
  }
  const beforeBundleHash = before.bundle.hash;
  const afterBundleHash = after.bundle.hash;
  const found = verifyEvalArtefacts(artefacts, {
    beforeBundleHash,
    afterBundleHash,
    intents,
    nowMs,
    ageMaxMs: DRILL_AGE_MAX_MS,
  });
  const lacking = found.filter(({ kind }) => kind !== "attached");
  const attached = found.filter(({ kind }) => kind === "attached");
  const reasons = [...lacking, ...attached].map(evidenceWords);
  if (lacking.length === 0) return { question, answer: "yes", reasons, ways: [] };
  const bundles = `${beforeBundleHash.slice(0, HASH_SHOWN)} → ${afterBundleHash.slice(0, HASH_SHOWN)}`;
  const intentsLacking = listed(lacking.map(({ intent }) => intent));
  const way = `measure ${intentsLacking} under both policies, and attach an eval artefact of bundles ${bundles} with \`--evidence\``;
  const have = `${attached.length} of ${found.length} affected intents have benchmark deltas`;
  const lacked = `${have}; missing: ${intentsLacking}`;
  const answer = attached.length === 0 ? "no" : "partly";
  return { question, answer, reasons: [lacked, ...reasons], ways: [way] };
}

function evidenceWords(evidence: EvalEvidence): string {
  const { intent } = evidence;
  switch (evidence.kind) {
    case "attached": {
      const { metrics, n } = evidence.result;
      const deltas = Object.entries(metrics).map(
        ([metric, delta]: readonly [string, MetricDelta]) => deltaWords(metric, delta),
      );
      return `${intent}: ${deltas.join(", ")} over ${n} tasks of ${evidence.artefact.dataset.name}`;
    }
    case "missing":
      return `${intent}: no artefact measures it`;
    case "foreign":
      return `${intent}: the artefact of ${evidence.artefact.dataset.name} is of other bundles, and is refused`;
    case "tampered":
      return `${intent}: an artefact was changed after it was sealed, and is refused`;
    case "stale": {
      if (evidence.ageMs === undefined)
        return `${intent}: the artefact is dated ahead of now, and is refused`;
      const days = Math.floor(evidence.ageMs / DAY_MS);
      const most = DRILL_AGE_MAX_MS / DAY_MS;
      return `${intent}: the artefact is ${days} days old, and is refused: at most ${most} are believed`;
    }
    default:
      return evidence satisfies never;
  }
}

function deltaWords(metric: string, { delta, low, high }: MetricDelta): string {
  const worse = metric === "quality" || metric === "successRate" ? high < 0 : low > 0;
  return `${metric} ${signed(delta)} (${signed(low)} to ${signed(high)})${worse ? ", worse" : ""}`;
}

function signed(value: number): string {
  return value > 0 ? `+${value}` : `${value}`;
}
