import type { Spend } from "@switchyard/contract";
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

/** Demand that is to be told. */
export interface TakenDemand {
  /** Whole micro-US-dollars by route. */
  readonly demandMicroUsd: Readonly<Record<string, number>>;
  /** It could not be told, and is taken again at the next call. */
  giveBack(): void;
}

/** Lets in fewer asks of some routes so that what is left of a budget lasts. */
export interface Throttle {
  /** Counts an ask that came, and gives the share of its route's asks to let in, 0 to 1. */
  arrive(route: string): number;
  /** Counts what an ask cost that was let in. */
  spend(route: string, microUsd: number): void;
  /**
   * What the asks since the last call would cost if all were let in. Asks of a route whose cost is
   * not known yet wait for it. Where the last call is longer ago than {@link DEMAND_MS}, they are
   * taken for even since, and the older ones are left out.
   */
  takeDemand(atMs: number): TakenDemand;
  /**
   * Sets the shares anew. They fall at once and rise by {@link RISE_PER_SECOND}, so that a spike
   * that comes back finds them low.
   *
   * @param rule undefined: nothing is to be throttled any more
   * @param affordableMicroUsd what all routes together may spend in {@link DEMAND_MS}
   * @param demandMicroUsd by route, what all processes' asks wanted in the last {@link DEMAND_MS}
   */
  adjust(
    rule: ThrottleRule | undefined,
    affordableMicroUsd: number,
    demandMicroUsd: Readonly<Record<string, number>>,
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
/** Weight of the latest ask in its route's mean cost: answers that grow show within some fifty. */
const COST_WEIGHT = 1 / 50;

interface ThrottledRoute {
  /** Asks that came since demand was taken last. */
  arrivals: number;
  /** Absent: no ask was let in yet. */
  meanMicroUsd?: number;
  share: number;
  isThrottled: boolean;
  /** When the share was last below 1, monotonic. */
  givenAtMs: number;
}

/**
 * A throttle that lets everything in. It holds an entry for each route that asks came for or that
 * a rule names, and no demand of its own: that is all processes', and adds up elsewhere.
 */
export function createThrottle(): Throttle {
  const routes = new Map<string, ThrottledRoute>();
  let adjustedAtMs = 0;
  let takenAtMs = Number.NEGATIVE_INFINITY;
  const routeOf = (id: string): ThrottledRoute => {
    const known = routes.get(id);
    if (known !== undefined) return known;
    const made = { arrivals: 0, share: 1, isThrottled: false, givenAtMs: 0 };
    routes.set(id, made);
    return made;
  };
  return {
    arrive: (id) => {
      const route = routeOf(id);
      route.arrivals += 1;
      return route.share;
    },
    spend: (id, microUsd) => {
      const route = routeOf(id);
      const mean = route.meanMicroUsd ?? microUsd;
      route.meanMicroUsd = mean + (microUsd - mean) * COST_WEIGHT;
    },
    takeDemand: (atMs) => {
      const lateness = atMs - takenAtMs;
      const part = Number.isFinite(lateness) ? Math.min(1, DEMAND_MS / lateness) : 1;
      const demands = [...routes].map(([id, route]) => Object.assign(taken(route), { id }));
      const before = takenAtMs;
      takenAtMs = atMs;
      return {
        demandMicroUsd: Object.fromEntries(
          demands.map(({ id, microUsd }) => [id, Math.round(microUsd * part)]),
        ),
        giveBack: () => {
          takenAtMs = before;
          for (const { id, arrivals } of demands) routeOf(id).arrivals += arrivals;
        },
      };
    },
    adjust: (rule, affordableMicroUsd, demandMicroUsd, atMs) => {
      const rise = (RISE_PER_SECOND * (atMs - adjustedAtMs)) / 1_000;
      adjustedAtMs = atMs;
      const wanted: ReadonlyMap<string, number> =
        rule === undefined
          ? new Map()
          : throttleShares(rule.order, rule.shareMin, demandMicroUsd, affordableMicroUsd);
      // The order of the rule, so that news come in the order in which routes give.
      return [...new Set([...wanted.keys(), ...routes.keys()])].flatMap((id) => {
        const route = routeOf(id);
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

/** Takes the asks that came to a route, if it is known what they cost. */
function taken(route: ThrottledRoute): { readonly arrivals: number; readonly microUsd: number } {
  const { arrivals, meanMicroUsd } = route;
  if (meanMicroUsd === undefined) return { arrivals: 0, microUsd: 0 };
  route.arrivals = 0;
  return { arrivals, microUsd: arrivals * meanMicroUsd };
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
