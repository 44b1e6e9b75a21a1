import {
  WASTE_CAUSES,
  type CostFigures,
  type Costs,
  type CostSplit,
  type WasteCause,
} from "@switchyard/journal";
import { countText, decimalsFor, moneyText, shareText } from "./money-text.ts";
import { SPLIT_WORDS } from "./option-values.ts";

/** A table without a look of its own: names stand left, all else right. */
export interface CostTable {
  readonly title: string;
  readonly captions: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Whether the last row sums up the others. */
  readonly hasTotal: boolean;
}

/** Each cause in words that need no glossary. */
const CAUSE_TEXTS: Readonly<Record<WasteCause, string>> = {
  retries: "retries: calls that failed and were made again",
  fallbacks: "fallbacks: calls that failed, then another model was asked",
  hedges: "hedges: calls that another one outran",
  refusals: "refusals: the model would not answer",
  truncation: "truncation: answers cut at their limit",
  "invalid-output": "invalid output: answers that a gate refused",
  "over-long-context": "over-long context: more than model or route take",
  unanswered: "unanswered: the last call failed, or the caller left",
  "rejected-answers": "rejected: answers that feedback calls bad",
  "re-asks": "re-asks: answers after which the user asked again",
};

/** Where the money went: every micro-dollar in one line. */
export function usesTable(costs: Costs): CostTable {
  const { total, usefulMicroUsd, judgingMicroUsd, undecidedMicroUsd, waste } = costs;
  const decimals = decimalsFor([total.spentMicroUsd]);
  const row = (name: string, microUsd: number): readonly string[] => [
    name,
    moneyText(microUsd, decimals),
    shareText(microUsd, total.spentMicroUsd),
  ];
  return {
    title: "Where the money went",
    captions: ["", "spend", "share"],
    rows: [
      row("answers that tasks succeeded with", usefulMicroUsd),
      row("judging answers", judgingMicroUsd),
      row("not decided: asks that have not ended", undecidedMicroUsd),
      row("waste", total.wasteMicroUsd),
      ...WASTE_CAUSES.map((cause) => row(`  ${CAUSE_TEXTS[cause]}`, waste[cause])),
      row("total", total.spentMicroUsd),
    ],
    hasTotal: true,
  };
}

/**
 * The slices of a split, the dearest first and days in their order, then judging, then the total.
 *
 * @param isWide adds how often tasks succeeded and how many have feedback
 */
export function splitTable(costs: Costs, split: CostSplit, isWide: boolean): CostTable {
  const { total, judgingMicroUsd } = costs;
  const slices = Object.entries(costs[split]);
  if (split !== "byDay") slices.sort(([, a], [, b]) => b.spentMicroUsd - a.spentMicroUsd);
  const decimals = decimalsFor([total.spentMicroUsd]);
  const all = slices.map(([, { costPerSuccessMicroUsd }]) => costPerSuccessMicroUsd ?? 0);
  const perSuccessDecimals = decimalsFor([...all, total.costPerSuccessMicroUsd ?? 0]);
  const row = (name: string, figures: CostFigures): readonly string[] => {
    const { spentMicroUsd, wasteMicroUsd, tasks, successes, tasksWithFeedback } = figures;
    const { costPerSuccessMicroUsd } = figures;
    return [
      name,
      countText(tasks),
      countText(successes),
      ...(isWide ? [shareText(successes, tasks), shareText(tasksWithFeedback, tasks)] : []),
      moneyText(spentMicroUsd, decimals),
      shareText(wasteMicroUsd, spentMicroUsd),
      costPerSuccessMicroUsd === null ? "-" : moneyText(costPerSuccessMicroUsd, perSuccessDecimals),
    ];
  };
  const judging = [
    "(judging)",
    ...(isWide ? ["", ""] : []),
    "",
    "",
    moneyText(judgingMicroUsd, decimals),
  ];
  return {
    title: `By ${SPLIT_WORDS[split]}`,
    captions: [
      SPLIT_WORDS[split],
      "tasks",
      "succeeded",
      ...(isWide ? ["rate", "feedback"] : []),
      "spend",
      "wasted",
      "cost per success",
    ],
    rows: [
      ...slices.map(([name, figures]) => row(name, figures)),
      ...(judgingMicroUsd > 0 ? [judging] : []),
      row("total", total),
    ],
    hasTotal: true,
  };
}
