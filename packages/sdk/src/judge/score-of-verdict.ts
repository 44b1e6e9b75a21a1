import type { ScoreRecord } from "./score-book.ts";
import type { Verdict } from "./verdict.ts";

/**
 * What a verdict adds to the score book. Undefined where it says nothing of quality: no gate was
 * asked, or the one that counts could not say.
 */
export function scoreOfVerdict(
  { outcome, score, scoredBy }: Verdict,
  route: string,
  model: string,
): ScoreRecord | undefined {
  if (scoredBy === undefined) return undefined;
  if (outcome === "unjudged" && scoredBy === "gate") return undefined;
  return { route, model, score, source: scoredBy };
}
