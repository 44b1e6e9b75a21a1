import type { MadeDiff } from "../policy-diff.ts";
import { affectedIntents, affectedRoutes } from "./affected.ts";
import { answerBenchmarks } from "./benchmarks-answer.ts";
import { answerCompliance } from "./compliance-answer.ts";
import { answerFailover } from "./failover-answer.ts";
import type { ReviewAnswer, ReviewEvidence } from "./review-answer.ts";
import { answerVariables } from "./variables-answer.ts";

/** What becomes of a change: the gravest of its answers and of the rules that it breaks. */
export type ReviewOutcome = "equivalent" | "approved" | "changes-requested" | "needs-a-human";

/** The review of a change. */
export interface Review {
  readonly outcome: ReviewOutcome;
  readonly answers: readonly ReviewAnswer[];
  /** Ids of rules of severity error that some group breaks newly; each requests changes. */
  readonly brokenRules: readonly string[];
}

/** Answers the four questions of a change. Pure. */
export function reviewChange({ diff, comparison }: MadeDiff, evidence: ReviewEvidence): Review {
  const { variables, groups, verdict } = diff;
  const answers = [
    answerVariables(diff),
    answerBenchmarks(comparison, affectedIntents(comparison, variables), evidence),
    answerFailover(comparison, affectedRoutes(comparison, variables), evidence),
    answerCompliance(comparison),
  ];
  const errors = groups.flatMap(({ rules }) =>
    rules.flatMap(({ rule, severity }) => (severity === "error" ? rule : [])),
  );
  const brokenRules = [...new Set(errors)].toSorted();
  return {
    outcome: outcomeOf(verdict === "equivalent", answers, brokenRules),
    answers,
    brokenRules,
  };
}

function outcomeOf(
  isEquivalent: boolean,
  answers: readonly ReviewAnswer[],
  brokenRules: readonly string[],
): ReviewOutcome {
  if (isEquivalent) return "equivalent";
  const given = new Set(answers.map(({ answer }) => answer));
  if (given.has("no") || brokenRules.length > 0) return "changes-requested";
  return given.has("partly") ? "needs-a-human" : "approved";
}
