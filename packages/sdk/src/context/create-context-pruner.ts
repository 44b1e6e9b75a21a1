import type { AskRequest, Policy, Route } from "@switchyard/contract";
import type { CountRequest } from "../classify/request-tokens.ts";
import type { EventEmitter } from "../events/event-emitter.ts";
import type { ScoreRecord } from "../judge/score-book.ts";
import { pruneTurns, type Pruned } from "./prune-turns.ts";
import {
  PRUNING,
  resumePruning,
  scorePruned,
  type PruningState,
  type PruningTurn,
} from "./pruning-state.ts";

/** Prunes the conversations of routes whose policy has `context`. */
export interface ContextPruner {
  /** What a route's ask is cut to; undefined: it is sent as it came. */
  prune(
    route: Route,
    request: AskRequest,
    contextTokens: number,
    nowMs: number,
  ): Pruned | undefined;
  /** Counts the score of an answer to a pruned ask. */
  score(record: ScoreRecord, nowMs: number): void;
  /** Goes on by another policy: routes that both have stay on or off. */
  adapt(policy: Pick<Policy, "routes">): void;
}

/** A pruner that prunes on every route that declares it, until scores turn a route's off. */
export function createContextPruner(
  policy: Pick<Policy, "routes">,
  countRequest: CountRequest,
  events: Pick<EventEmitter, "emit">,
): ContextPruner {
  let floors = floorsOf(policy);
  const states = new Map<string, PruningState>();
  const stateOf = (route: string): PruningState => states.get(route) ?? PRUNING;
  const turn = (route: string, { state, change }: PruningTurn): void => {
    states.set(route, state);
    if (change !== undefined) events.emit({ type: "pruning-changed", route, ...change });
  };
  return {
    prune: ({ id, context }, request, contextTokens, nowMs) => {
      const { input, risk } = request;
      if (context === undefined || contextTokens <= context.pruneToTokens) return undefined;
      if (typeof input === "string" || !context.risks.includes(risk)) return undefined;
      if (resumePruning(stateOf(id), nowMs).state.phase === "off") return undefined;
      const pruned = pruneTurns(
        input,
        { tokensMax: context.pruneToTokens, keepSystem: context.keep.includes("system") },
        (messages) => countRequest({ ...request, input: messages }),
      );
      return pruned.dropped === 0 ? undefined : pruned;
    },
    score: (record, nowMs) => {
      const { route } = record;
      const floor = floors.get(route);
      if (floor === undefined) return;
      turn(route, resumePruning(stateOf(route), nowMs));
      turn(route, scorePruned(stateOf(route), record, floor, nowMs));
    },
    adapt: (next) => {
      floors = floorsOf(next);
      for (const route of states.keys()) if (!floors.has(route)) states.delete(route);
    },
  };
}

function floorsOf({
  routes,
}: Pick<Policy, "routes">): ReadonlyMap<string, Route["limits"]["qualityFloor"]> {
  return new Map(routes.map(({ id, limits }) => [id, limits.qualityFloor]));
}
