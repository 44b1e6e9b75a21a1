import type { Bundle, EventSink } from "@switchyard/contract";
import { createFoldSink, summaryFold, type Summary } from "@switchyard/journal";
import type { Scenario } from "../scenario/scenario.ts";
import { createCheckFold } from "./checks/check-fold.ts";
import type { CheckOutcome } from "./checks/check-outcome.ts";
import { createStopWatch, type Stop } from "./checks/create-stop-watch.ts";
import { judgeChecks } from "./checks/judge-checks.ts";
import { countHits } from "./count-hits.ts";
import type { RehearsalOutcome } from "./rehearsal-outcome.ts";
import type { RehearsalPlan } from "./rehearsal-plan.ts";
import { watchAnswers } from "./watch-answers.ts";
import type { PushedSource } from "./world/create-pushed-source.ts";
import { readTaxonomy } from "./taxonomy/read-taxonomy.ts";

/** What is read off a rehearsal's events. */
export interface Readings {
  /** To be told every event. */
  readonly observers: readonly EventSink[];
  /** Told of an effect of a fault around the router. */
  readonly onHit: (fault: string) => void;
  /** How the expectations stand. */
  checks(): readonly CheckOutcome[];
  summary(): Summary;
  /** Everything, at the end. */
  read(): Pick<RehearsalOutcome, "summary" | "answers" | "checks" | "taxonomy" | "hits">;
}

/**
 * Makes the folds of one rehearsal.
 *
 * @param onStop told of the first of the scenario's stop conditions that comes true
 */
export function createReadings(
  bundle: Bundle,
  scenario: Scenario,
  plan: RehearsalPlan,
  { bundleOf }: Pick<PushedSource, "bundleOf">,
  onStop: (stop: Stop) => void,
): Readings {
  const { checks, stops, startAtMs, faults } = scenario;
  const { mix, openingMicroUsd } = plan;
  const scheduled = plan.faults.faults;
  const summary = createFoldSink(summaryFold);
  const measured = [...stops.map(({ check }) => check), ...checks];
  const measures = createFoldSink(
    createCheckFold({
      checks: measured,
      bundle,
      bundleOf,
      openingMicroUsd,
      startAtMs,
      faults,
      scheduled,
    }),
  );
  const hits = countHits(scheduled);
  const answers = watchAnswers();
  const judge = (): readonly CheckOutcome[] => {
    const { scopes, ...rest } = measures.read();
    const own = { scopes: scopes.slice(stops.length), ...rest };
    return judgeChecks(checks, own, { bundle, mix, faults: scheduled });
  };
  const { policy } = bundle;
  const watch = createStopWatch({ stops, policy, startAtMs, measures: measures.read, onStop });
  return {
    observers: [summary, measures, hits, answers, ...(stops.length > 0 ? [watch] : [])],
    onHit: hits.hit,
    checks: judge,
    summary: summary.read,
    read: () => ({
      summary: summary.read(),
      answers: answers.read(),
      checks: judge(),
      taxonomy: readTaxonomy(measures.read().readings),
      hits: hits.read(),
    }),
  };
}
