import type { Bundle, EventSink } from "@switchyard/contract";
import { createFoldSink, summaryFold, type Summary } from "@switchyard/journal";
import type { Scenario } from "../scenario/scenario.ts";
import { createCheckFold } from "./checks/check-fold.ts";
import type { CheckOutcome } from "./checks/check-outcome.ts";
import { judgeChecks } from "./checks/judge-checks.ts";
import { countHits } from "./count-hits.ts";
import type { RehearsalOutcome } from "./rehearsal-outcome.ts";
import type { RehearsalPlan } from "./rehearsal-plan.ts";
import { watchAnswers } from "./watch-answers.ts";
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

/** Makes the folds of one rehearsal. */
export function createReadings(bundle: Bundle, scenario: Scenario, plan: RehearsalPlan): Readings {
  const { checks, startAtMs, faults } = scenario;
  const { mix, openingMicroUsd } = plan;
  const scheduled = plan.faults.faults;
  const summary = createFoldSink(summaryFold);
  const measures = createFoldSink(
    createCheckFold({ checks, bundle, openingMicroUsd, startAtMs, faults, scheduled }),
  );
  const hits = countHits(scheduled);
  const answers = watchAnswers();
  const judge = (): readonly CheckOutcome[] =>
    judgeChecks(checks, measures.read(), { bundle, mix, faults: scheduled });
  return {
    observers: [summary, measures, hits, answers],
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
