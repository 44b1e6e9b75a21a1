import type { AskPorts } from "../ask/perform-step.ts";
import type { ScoreRecord } from "./score-book.ts";

/** Counts a score of an answer, and for pruning too where the ask's conversation was cut. */
export function noteScore(
  { scores, pruner, clock }: Pick<AskPorts, "scores" | "pruner" | "clock">,
  record: ScoreRecord,
  isPruned: boolean,
): void {
  scores.record(record);
  if (isPruned) pruner.score(record, clock.nowMs());
}
