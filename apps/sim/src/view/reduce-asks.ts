import type { AskAnsweredEvent, AskFailedEvent, SwitchyardEvent } from "@switchyard/contract";
import { shardedDelete, shardedGet, shardedSet } from "@switchyard/journal";
import {
  routeOfStory,
  tellAsk,
  usedFallback,
  type AskStory,
  type StoryEvent,
} from "./ask-story.ts";
import { withEnded } from "./recent-asks.ts";
import { answerAsk, createRouteView, failAsk, judgeAnswer, type RouteView } from "./route-view.ts";
import type { AskTotals, ViewModel } from "./view-model.ts";

/** More are not shown: a bound on what a broken journal can make of the screen. */
const ROUTES_MAX = 64;

/** Codes that count as refused; every other typed error is a failure. */
const REFUSALS: ReadonlySet<string> = new Set([
  "route-refused",
  "budget-exhausted",
  "quota-exhausted",
]);

/** What becomes of asks, and on which route. */
export function reduceAsks(model: ViewModel, event: SwitchyardEvent): ViewModel {
  switch (event.type) {
    case "ask-received": {
      const told = tell(model, event);
      if (event.judgesAskId !== undefined) return told;
      return { ...told, asks: { ...told.asks, received: told.asks.received + 1 } };
    }
    case "route-decided":
      return tell(model, event);
    case "attempt-started":
    case "attempt-ended":
    case "budget-denied":
      return tellOpen(model, event);
    case "answer-judged": {
      const told = tellOpen(model, event);
      const route = told.routes[event.route];
      if (route === undefined || event.score === undefined) return told;
      return { ...told, routes: { ...told.routes, [route.id]: judgeAnswer(route, event) } };
    }
    case "ask-answered":
    case "ask-failed": {
      const story = tellAsk(shardedGet(model.openAsks, event.askId), event);
      const left = { ...model, openAsks: shardedDelete(model.openAsks, event.askId) };
      // A judge's ask is the router's own, and counts as nobody's.
      if (event.judgesAskId !== undefined) return left;
      return endAsk({ ...left, recentAsks: withEnded(left.recentAsks, story) }, event, story);
    }
    default:
      return model;
  }
}

/** What comes after an ask's end, such as that of a call which was outrun, opens no ask. */
function tellOpen(model: ViewModel, event: StoryEvent): ViewModel {
  return shardedGet(model.openAsks, event.askId) === undefined ? model : tell(model, event);
}

function tell(model: ViewModel, event: StoryEvent): ViewModel {
  const story = tellAsk(shardedGet(model.openAsks, event.askId), event);
  return { ...model, openAsks: shardedSet(model.openAsks, event.askId, story) };
}

function endAsk(
  model: ViewModel,
  event: AskAnsweredEvent | AskFailedEvent,
  story: AskStory,
): ViewModel {
  const asks = count(model.asks, endingOf(event));
  const id = routeOfStory(story);
  const route = id === undefined ? undefined : routeOf(model, id);
  if (route === undefined) return { ...model, asks };
  const ended =
    event.type === "ask-answered"
      ? answerAsk(route, event, usedFallback(story))
      : failAsk(route, event);
  return { ...model, asks, routes: { ...model.routes, [route.id]: ended } };
}

function endingOf(event: AskAnsweredEvent | AskFailedEvent): Exclude<keyof AskTotals, "received"> {
  if (event.type === "ask-failed") return REFUSALS.has(event.code) ? "refused" : "failed";
  return event.rung === "full" ? "answered" : "degraded";
}

/** A route that no policy told of is learnt from its first ask, as long as there is room. */
function routeOf({ routes }: ViewModel, id: string): RouteView | undefined {
  const hasRoom = Object.keys(routes).length < ROUTES_MAX;
  return routes[id] ?? (hasRoom ? createRouteView(id) : undefined);
}

function count(asks: AskTotals, ending: Exclude<keyof AskTotals, "received">): AskTotals {
  return { ...asks, [ending]: asks[ending] + 1 };
}
