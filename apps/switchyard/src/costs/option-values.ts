import { DurationText } from "@switchyard/contract";
import { COST_SPLITS, type CostSplit } from "@switchyard/journal";
import { parseDurationMs } from "@switchyard/policy";
import { InvalidArgumentError } from "commander";

/** The word for each split on the command line and in captions. */
export const SPLIT_WORDS: Readonly<Record<CostSplit, string>> = {
  byRoute: "route",
  byIntent: "intent",
  bySegment: "segment",
  byModel: "model",
  byProvider: "provider",
  byDay: "day",
};

/** Reads `--by`: splits with commas between them. */
export function readSplits(text: string): readonly CostSplit[] {
  return text.split(",").map((word) => {
    const split = COST_SPLITS.find((each) => SPLIT_WORDS[each] === word.trim());
    if (split !== undefined) return split;
    const words = COST_SPLITS.map((each) => SPLIT_WORDS[each]).join(", ");
    throw new InvalidArgumentError(`${JSON.stringify(word)} is none of ${words}.`);
  });
}

/** Reads `--task-window`, in milliseconds. */
export function readTaskWindow(text: string): number {
  const parsed = DurationText.safeParse(text);
  if (parsed.success) return parseDurationMs(parsed.data);
  throw new InvalidArgumentError("Give a time with its unit, such as 10m or 1h30m.");
}
