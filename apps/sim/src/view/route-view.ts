import type {
  AnswerJudgedEvent,
  AskAnsweredEvent,
  AskFailedEvent,
  RungName,
} from "@switchyard/contract";
import { providerOf } from "./provider-of.ts";
import { addScore, type ScoreWindow } from "./score-window.ts";
import { addSample, EMPTY_WINDOW, type TrafficWindow } from "./traffic-window.ts";

/** One route of the policy and what became of its asks. */
export interface RouteView {
  readonly id: string;
  /** Asks that ended in the last minute, labelled `rung:…`, `by:…` and `fallback`. */
  readonly window: TrafficWindow;
  /** Longest time that a caller would have waited so far, in milliseconds; 0 before the first. */
  readonly slaMsMax: number;
  /** Of its answers, by its gates or a judge. */
  readonly scores: ScoreWindow;
  readonly ended: number;
  readonly insideSla: number;
  readonly fallbacks: number;
  readonly byRung: Readonly<Record<RungName, number>>;
}

export function createRouteView(id: string): RouteView {
  return {
    id,
    window: EMPTY_WINDOW,
    slaMsMax: 0,
    scores: [],
    ended: 0,
    insideSla: 0,
    fallbacks: 0,
    byRung: { full: 0, constrained: 0, summary: 0, static: 0 },
  };
}

/** An answer of the route was judged; one that nobody scores says nothing. */
export function judgeAnswer(route: RouteView, { atMs, score }: AnswerJudgedEvent): RouteView {
  return score === undefined ? route : { ...route, scores: addScore(route.scores, atMs, score) };
}

/** An ask of the route was answered; `usedFallback` says whether another provider was needed. */
export function answerAsk(
  route: RouteView,
  event: AskAnsweredEvent,
  usedFallback: boolean,
): RouteView {
  const served = event.endpoint === undefined ? "static" : providerOf(event.endpoint);
  const labels = [`rung:${event.rung}`, `by:${served}`, ...(usedFallback ? ["fallback"] : [])];
  const good = event.insideSla && event.rung !== "static";
  return {
    ...route,
    window: addSample(route.window, {
      atMs: event.atMs,
      good,
      ...(event.endpoint !== undefined && { latencyMs: event.latencyMs }),
      labels,
    }),
    slaMsMax: Math.max(route.slaMsMax, event.slaMs),
    ended: route.ended + 1,
    insideSla: route.insideSla + (good ? 1 : 0),
    fallbacks: route.fallbacks + (usedFallback ? 1 : 0),
    byRung: { ...route.byRung, [event.rung]: route.byRung[event.rung] + 1 },
  };
}

/** An ask of the route ended in an error. */
export function failAsk(route: RouteView, event: AskFailedEvent): RouteView {
  const window = addSample(route.window, {
    atMs: event.atMs,
    good: false,
    labels: [`failed:${event.code}`],
  });
  return { ...route, window, ended: route.ended + 1 };
}
