import type { Witness } from "../../analyse/analysis-finding.ts";
import type { DrillRecord } from "../../evidence/drill-record.ts";
import type { EvalArtefact } from "../../evidence/eval-artefact.ts";

/** What is asked of every change; a yes is good. */
export const REVIEW_QUESTIONS = ["one-variable", "benchmarks", "failover", "compliance"] as const;
export type ReviewQuestion = (typeof REVIEW_QUESTIONS)[number];

/** An answer with everything that a reviewer needs to agree, or to change it. */
export interface ReviewAnswer {
  readonly question: ReviewQuestion;
  readonly answer: "yes" | "no" | "partly";
  /** Why, one sentence each; the first is the one to read. */
  readonly reasons: readonly string[];
  /** What makes it a yes: commands to run, or what to do. Empty: it is one. */
  readonly ways: readonly string[];
  /** A request that shows the first reason, where one request can. */
  readonly witness?: Witness;
}

/** What was measured and rehearsed of a change. */
export interface ReviewEvidence {
  readonly artefacts: readonly EvalArtefact[];
  readonly drills: readonly DrillRecord[];
  /** Now, by which evidence ages, epoch milliseconds. */
  readonly nowMs: number;
  /** The file of the policy after, as its reader names it on a command line. */
  readonly policyFile: string;
}

/** Names that are told one by one; the rest are counted. */
const TOLD_MAX = 5;

/** Some names with commas between them; what is over the first five is counted. */
export function listed(names: readonly string[]): string {
  const told = names.slice(0, TOLD_MAX).map((name) => `\`${name}\``);
  const rest = names.length - told.length;
  return rest > 0 ? `${told.join(", ")} and ${rest} more` : told.join(", ");
}
