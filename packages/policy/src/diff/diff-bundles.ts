import type { Bundle } from "@switchyard/contract";
import { makeDiff, type DiffOptions } from "./make-diff.ts";
import type { PolicyDiff } from "./policy-diff.ts";
import { reviewChange, type Review } from "./review/review-change.ts";
import type { ReviewEvidence } from "./review/review-answer.ts";

/** A diff and the answers to the questions that are asked of every change. */
export interface ReviewedDiff extends PolicyDiff {
  readonly review: Review;
}

/**
 * What a change of policy really changes, and whether it may go in. Both bundles are compared over
 * all classes that either tells apart; nothing is sampled, and each group of changes has a request
 * that both planned afresh. Plans are those without spend levels and request overrides. Pure.
 *
 * @throws NodeBudgetError when a diagram is too large; it names the field responsible
 */
export function diffBundles(
  before: Bundle,
  after: Bundle,
  { evidence, ...options }: DiffOptions & { readonly evidence: ReviewEvidence },
): ReviewedDiff {
  const made = makeDiff(before, after, options);
  return { ...made.diff, review: reviewChange(made, evidence) };
}
