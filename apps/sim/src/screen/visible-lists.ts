import { readFilter } from "../view/ask-filter.ts";
import type { AskStory } from "../view/ask-story.ts";
import type { Notable } from "../view/notable.ts";
import { newestFirst } from "../view/recent-asks.ts";
import type { ViewModel } from "../view/view-model.ts";
import { ACTIONS } from "./actions.ts";
import type { Lists, Navigation } from "./navigation.ts";

/** What tells a line of events from the others while its count goes up. */
export function notableKey({ atMs, word, text }: Notable): string {
  return `${atMs} ${word} ${text}`;
}

/** The asks that the filter lets through, the one that ended last first. */
export function visibleAsks(
  { recentAsks }: ViewModel,
  { filter }: Pick<Navigation, "filter">,
): readonly AskStory[] {
  return newestFirst(recentAsks).filter(readFilter(filter));
}

/** The lines of every list in the order they are shown in. */
export function visibleLists(model: ViewModel, nav: Pick<Navigation, "filter">): Lists {
  return {
    events: model.notables.map(notableKey).toReversed(),
    providers: Object.keys(model.providers),
    routes: Object.keys(model.routes),
    asks: visibleAsks(model, nav).map(({ askId }) => askId),
    help: ACTIONS.map(({ command }) => command),
  };
}

/** The ask that a line of events tells of; undefined: none. */
export function askOfNotable({ notables }: ViewModel, key: string): string | undefined {
  return notables.find((each) => notableKey(each) === key)?.askId;
}
