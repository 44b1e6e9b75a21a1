import { routeOfStory, usedFallback, type AskStory } from "./ask-story.ts";

/** A filter as typed: words that all have to match, such as `route:quick risk:high timeout`. */
export type AskFilter = (story: AskStory) => boolean;

/** What may stand before a colon. Other words are looked for everywhere. */
export const FILTER_KEYS = [
  "route",
  "risk",
  "segment",
  "intent",
  "provider",
  "rung",
  "outcome",
] as const;
type FilterKey = (typeof FILTER_KEYS)[number];

/**
 * Reads a filter. Words are matched in any case, anywhere in a value; an outcome is `full`,
 * `degraded`, `failed`, `late`, `fallback`, or how a call ended.
 */
export function readFilter(text: string): AskFilter {
  const tests = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "")
    .map(readWord);
  return (story) => tests.every((test) => test(story));
}

function readWord(word: string): AskFilter {
  const [name = "", ...rest] = word.split(":");
  const key = FILTER_KEYS.find((each) => each === name);
  const value = rest.join(":");
  if (key === undefined || rest.length === 0)
    return (story) =>
      [story.askId, ...FILTER_KEYS.flatMap((each) => valuesOf(story, each))].some((text) =>
        text.toLowerCase().includes(word),
      );
  return (story) => valuesOf(story, key).some((text) => text.toLowerCase().includes(value));
}

function valuesOf(story: AskStory, key: FilterKey): readonly string[] {
  const { received, attempts, ending } = story;
  switch (key) {
    case "route":
      return listed(routeOfStory(story));
    case "risk":
      return listed(received?.risk);
    case "segment":
      return listed(received?.segment);
    case "intent":
      return listed(received?.intent);
    case "provider":
      return attempts.map(({ started }) => started.endpoint);
    case "rung":
      return ending?.type === "ask-answered" ? [ending.rung] : [];
    case "outcome":
      return outcomesOf(story);
    default:
      return key satisfies never;
  }
}

function outcomesOf(story: AskStory): readonly string[] {
  const { attempts, ending } = story;
  const calls = attempts.flatMap(({ ended }) => listed(ended?.outcome));
  if (ending === undefined) return [...calls, "open"];
  if (ending.type === "ask-failed") return [...calls, "failed", ending.code];
  return [
    ...calls,
    ending.rung === "full" ? "full" : "degraded",
    ...(ending.insideSla ? [] : ["late"]),
    ...(usedFallback(story) ? ["fallback"] : []),
    ending.why,
  ];
}

function listed(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}
