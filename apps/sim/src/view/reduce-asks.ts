import type { AskAnsweredEvent, AskFailedEvent, SwitchyardEvent } from "@switchyard/contract";
import { shardedDelete, shardedGet, shardedSet } from "@switchyard/journal";
import { withAttempt, withFailure, type OpenAsk } from "./open-ask.ts";
import { answerAsk, createRouteView, failAsk, type RouteView } from "./route-view.ts";
import type { AskTotals, ViewModel } from "./view-model.ts";

/** Codes that count as refused; every other typed error is a failure. */
const REFUSALS: ReadonlySet<string> = new Set([
  "route-refused",
  "budget-exhausted",
  "quota-exhausted",
]);

/** More are not shown: a bound on what a broken journal can make of the screen. */
const ROUTES_MAX = 64;

/** What becomes of asks, and on which route. */
export function reduceAsks(model: ViewModel, event: SwitchyardEvent): ViewModel {
  switch (event.type) {
    case "ask-received":
      if (event.judgesAskId !== undefined) return model;
      return { ...model, asks: { ...model.asks, received: model.asks.received + 1 } };
    case "route-decided": {
      const known = shardedGet(model.openAsks, event.askId);
      if (known !== undefined) return model;
      return withOpenAsk(model, event.askId, { route: event.route, usedFallback: false });
    }
    case "attempt-started": {
      const ask = shardedGet(model.openAsks, event.askId);
      if (ask === undefined || event.kind !== "fallback") return model;
      return withOpenAsk(model, event.askId, withAttempt(ask, event));
    }
    case "attempt-ended": {
      const ask = shardedGet(model.openAsks, event.askId);
      if (ask === undefined || event.outcome === "ok") return model;
      return withOpenAsk(model, event.askId, withFailure(ask, event));
    }
    case "ask-answered":
      return event.judgesAskId === undefined
        ? reduceAnswer(model, event)
        : withoutAsk(model, event);
    case "ask-failed":
      return event.judgesAskId === undefined
        ? reduceFailure(model, event)
        : withoutAsk(model, event);
    default:
      return model;
  }
}

/** A judge's ask is the router's own, and counts as nobody's. */
function withoutAsk(model: ViewModel, { askId }: AskAnsweredEvent | AskFailedEvent): ViewModel {
  return { ...model, openAsks: shardedDelete(model.openAsks, askId) };
}

function reduceAnswer(model: ViewModel, event: AskAnsweredEvent): ViewModel {
  const usedFallback = shardedGet(model.openAsks, event.askId)?.usedFallback ?? false;
  const route = routeOf(model, event.route);
  const routes =
    route === undefined
      ? model.routes
      : { ...model.routes, [event.route]: answerAsk(route, event, usedFallback) };
  const asks = count(model.asks, event.rung === "full" ? "answered" : "degraded");
  return { ...model, routes, asks, openAsks: shardedDelete(model.openAsks, event.askId) };
}

function reduceFailure(model: ViewModel, event: AskFailedEvent): ViewModel {
  const id = shardedGet(model.openAsks, event.askId)?.route;
  const route = id === undefined ? undefined : routeOf(model, id);
  const routes =
    route === undefined ? model.routes : { ...model.routes, [route.id]: failAsk(route, event) };
  const asks = count(model.asks, REFUSALS.has(event.code) ? "refused" : "failed");
  return { ...model, routes, asks, openAsks: shardedDelete(model.openAsks, event.askId) };
}

/** A route that no policy told of is learnt from its first ask, as long as there is room. */
function routeOf({ routes }: ViewModel, id: string): RouteView | undefined {
  const hasRoom = Object.keys(routes).length < ROUTES_MAX;
  return routes[id] ?? (hasRoom ? createRouteView(id) : undefined);
}

function count(asks: AskTotals, ending: Exclude<keyof AskTotals, "received">): AskTotals {
  return { ...asks, [ending]: asks[ending] + 1 };
}

function withOpenAsk(model: ViewModel, askId: string, ask: OpenAsk): ViewModel {
  return { ...model, openAsks: shardedSet(model.openAsks, askId, ask) };
}
