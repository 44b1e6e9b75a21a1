import type { Spend } from "@switchyard/contract";
import { createSpendHistory, type SpendHistory } from "./spend-history.ts";
import { throttleShares } from "./throttle-shares.ts";

/** How a level throttles. */
export type ThrottleRule = NonNullable<Spend["levels"][number]["throttle"]>;

/** A route that began to give asks away, or has them all again. */
export interface ThrottleNews {
  readonly route: string;
  readonly to: "throttled" | "free";
  /** Share of its asks that is let in, 0 to 1. */
  readonly share: number;
}

/** Lets in fewer asks of some routes so that what is left of a budget lasts. */
export interface Throttle {
  /** Counts an ask that came, and gives the share of its route's asks to let in, 0 to 1. */
  arrive(route: string, atMs: number): number;
  /** Counts what an ask cost that was let in. */
  spend(route: string, microUsd: number, atMs: number): void;
  /** What was spent in the last {@link DEMAND_MS}. */
  spent(nowMs: number): number;
  /**
   * Sets the shares anew. They fall at once and rise by {@link RISE_PER_SECOND}, so that a spike
   * that comes back finds them low.
   *
   * @param rule undefined: nothing is to be throttled any more
   * @param affordableMicroUsd what all routes together may spend in {@link DEMAND_MS}
   */
  adjust(
    rule: ThrottleRule | undefined,
    affordableMicroUsd: number,
    atMs: number,
  ): readonly ThrottleNews[];
  /** Ends it, as with the budget that it kept: every route that gave asks away has them again. */
  lift(): readonly ThrottleNews[];
}

/**
 * Demand is what came in so long. Five minutes: at ten asks a minute chance moves it by a seventh,
 * and a minute's burst by a fifth; the cap holds while it follows.
 */
export const DEMAND_MS: number = 5 * 60_000;
/** A share must be whole so long before it is told: demand wavers about what is affordable. */
const FREE_AFTER_MS = 60_000;
/** A share that fell to nothing is whole again after 50 seconds. */
export const RISE_PER_SECOND = 0.02;
const BUCKET_MS = 5_000;
/** Weight of the latest ask in its route's mean cost: answers that grow show within some fifty. */
const COST_WEIGHT = 1 / 50;

interface ThrottledRoute {
  readonly arrivals: SpendHistory;
  /** Absent: no ask was let in yet. */
  meanMicroUsd?: number;
  share: number;
  isThrottled: boolean;
  /** When the share was last below 1, monotonic. */
  givenAtMs: number;
}

/** A throttle that lets everything in. It holds an entry for each route that asks came for. */
export function createThrottle(): Throttle {
  const routes = new Map<string, ThrottledRoute>();
  const spending = createSpendHistory(BUCKET_MS, DEMAND_MS);
  let adjustedAtMs = 0;
  const routeOf = (id: string): ThrottledRoute => {
    const known = routes.get(id);
    if (known !== undefined) return known;
    const arrivals = createSpendHistory(BUCKET_MS, DEMAND_MS);
    const made = { arrivals, share: 1, isThrottled: false, givenAtMs: 0 };
    routes.set(id, made);
    return made;
  };
  return {
    arrive: (id, atMs) => {
      const route = routeOf(id);
      route.arrivals.add(atMs, 1);
      return route.share;
    },
    spent: (nowMs) => spending.sum(DEMAND_MS, nowMs),
    spend: (id, microUsd, atMs) => {
      spending.add(atMs, microUsd);
      const route = routeOf(id);
      const mean = route.meanMicroUsd ?? microUsd;
      route.meanMicroUsd = mean + (microUsd - mean) * COST_WEIGHT;
    },
    adjust: (rule, affordableMicroUsd, atMs) => {
      const rise = (RISE_PER_SECOND * (atMs - adjustedAtMs)) / 1_000;
      adjustedAtMs = atMs;
      const demands = [...routes].map(([route, { arrivals, meanMicroUsd = 0 }]) => ({
        route,
        microUsd: arrivals.sum(DEMAND_MS, atMs) * meanMicroUsd,
      }));
      const wanted: ReadonlyMap<string, number> =
        rule === undefined
          ? new Map()
          : throttleShares(rule.order, rule.shareMin, demands, affordableMicroUsd);
      // The order of the rule, so that news come in the order in which routes give.
      const order = new Set([...wanted.keys(), ...routes.keys()]);
      return [...order].flatMap((id): readonly ThrottleNews[] => {
        const route = routes.get(id);
        if (route === undefined) return [];
        route.share = Math.min(wanted.get(id) ?? 1, route.share + rise);
        return turned(id, route, atMs);
      });
    },
    lift: () => {
      const given = [...routes].filter(([, { isThrottled }]) => isThrottled);
      routes.clear();
      return given.map(([route]) => ({ route, to: "free", share: 1 }));
    },
  };
}

/** What is to be told of a route whose share was set. */
function turned(id: string, route: ThrottledRoute, atMs: number): readonly ThrottleNews[] {
  const { share, isThrottled } = route;
  if (share < 1) {
    route.givenAtMs = atMs;
    route.isThrottled = true;
    return isThrottled ? [] : [{ route: id, to: "throttled", share }];
  }
  if (!isThrottled || atMs - route.givenAtMs < FREE_AFTER_MS) return [];
  route.isThrottled = false;
  return [{ route: id, to: "free", share }];
}
