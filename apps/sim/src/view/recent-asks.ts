import { isTroubled, type AskStory } from "./ask-story.ts";

/** So many of each are remembered. */
const STORIES_MAX = 256;

/**
 * The asks that ended last. Those with trouble have a list of their own, so that the many that go
 * well do not push out the few that somebody wants to look at.
 */
export interface RecentAsks {
  readonly smooth: readonly AskStory[];
  readonly troubled: readonly AskStory[];
}

export const NO_ASKS: RecentAsks = { smooth: [], troubled: [] };

/** The asks with one more that ended. */
export function withEnded(asks: RecentAsks, story: AskStory): RecentAsks {
  const list = isTroubled(story) ? "troubled" : "smooth";
  return { ...asks, [list]: [...asks[list].slice(1 - STORIES_MAX), story] };
}

/** All that are remembered, the one that ended last first. */
export function newestFirst({ smooth, troubled }: RecentAsks): readonly AskStory[] {
  return [...smooth, ...troubled].toSorted((a, b) => endOf(b) - endOf(a));
}

export function findAsk({ smooth, troubled }: RecentAsks, askId: string): AskStory | undefined {
  const isIt = (story: AskStory): boolean => story.askId === askId;
  return troubled.findLast(isIt) ?? smooth.findLast(isIt);
}

function endOf({ ending, fromAtMs }: AskStory): number {
  return ending?.atMs ?? fromAtMs;
}
