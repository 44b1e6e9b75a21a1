import type { Bundle, SwitchyardEvent } from "@switchyard/contract";
import {
  emptyShardedMap,
  shardedGet,
  stepOpenAsks,
  type Fold,
  type OpenAsks,
} from "@switchyard/journal";
import { hasPassedDrill, utcDay, type DrillRoute } from "@switchyard/policy";
import { ROUTE_REQUESTS_MIN } from "../rehearsal/checks/judge-checks.ts";
import { isForbidden } from "../rehearsal/checks/is-forbidden.ts";
import { DRILL_AVAILABILITY_MIN } from "./drill-scenario.ts";
import type { PlannedDrill } from "./plan-drills.ts";

/** What a drill came to. */
export interface DrillMeasure {
  /** Routes with enough asks to be judged by, in code-unit order. */
  readonly routes: readonly DrillRoute[];
  /** Routes with fewer: one ask more would decide them. */
  readonly unjudged: readonly { readonly route: string; readonly requests: number }[];
}

interface RouteCount {
  readonly requests: number;
  readonly accepted: number;
  readonly inTime: number;
  readonly late: number;
  readonly forbidden: number;
}

/** What the fold remembers. Bounded by routes and asks in flight. */
export interface DrillState {
  readonly open: OpenAsks;
  readonly routes: ReadonlyMap<string, RouteCount>;
}

const NOTHING: RouteCount = { requests: 0, accepted: 0, inTime: 0, late: 0, forbidden: 0 };

/**
 * Counts by route how the asks ended that came during a drill's loss: those of its risk classes,
 * but for those whose loss the policy accepts on that day. A judge's ask is nobody's.
 */
export function createDrillFold(
  bundle: Bundle,
  { needed, scenario, fromAtMs }: Omit<PlannedDrill, "scenarioSha256">,
): Fold<DrillState, DrillMeasure> {
  const day = utcDay(scenario.startAtMs);
  const accepts = (bundle.policy.contingency?.accept ?? []).filter(
    ({ lose, expires }) => day <= expires && needed.lose.every((lost) => lose.includes(lost)),
  );
  const isAccepted = (route: string, residency: string): boolean =>
    accepts.some((one) => one.routes.includes(route) && one.residencies.includes(residency));

  const changeOf = (open: OpenAsks, event: SwitchyardEvent): [string, RouteCount] | undefined => {
    switch (event.type) {
      case "attempt-started": {
        const ask = shardedGet(open, event.askId);
        if (!isForbidden(bundle, ask?.received, event)) return undefined;
        return [ask?.route ?? event.route, { ...NOTHING, forbidden: 1 }];
      }
      case "ask-answered":
      case "ask-failed": {
        const ask = shardedGet(open, event.askId);
        const route = event.type === "ask-answered" ? event.route : ask?.route;
        if (ask === undefined || route === undefined) return undefined;
        const { atMs, risk, residency, judgesAskId } = ask.received;
        if (judgesAskId !== undefined || atMs < fromAtMs) return undefined;
        if (!needed.risks.includes(risk)) return undefined;
        if (isAccepted(route, residency)) return [route, { ...NOTHING, accepted: 1 }];
        const isByModel = event.type === "ask-answered" && event.endpoint !== undefined;
        const inTime = Number(isByModel && event.insideSla);
        return [route, { ...NOTHING, requests: 1, inTime, late: Number(isByModel) - inTime }];
      }
      default:
        return undefined;
    }
  };

  return {
    initial: { open: emptyShardedMap(), routes: new Map() },
    step({ open, routes }, event) {
      const change = changeOf(open, event);
      const stepped = { open: stepOpenAsks(open, event), routes };
      if (change === undefined) return stepped;
      const [route, more] = change;
      const sum = addCounts(routes.get(route) ?? NOTHING, more);
      return { ...stepped, routes: new Map(routes).set(route, sum) };
    },
    read({ routes }) {
      const sorted = [...routes].toSorted(([a], [b]) => (a < b ? -1 : 1));
      return {
        routes: sorted.flatMap(([route, count]) =>
          isEnough(count) ? [judgeRoute(route, count)] : [],
        ),
        unjudged: sorted.flatMap(([route, count]) =>
          isEnough(count) ? [] : [{ route, requests: count.requests }],
        ),
      };
    },
  };
}

/** A call that is forbidden is judged however few asks there were. */
function isEnough({ requests, forbidden }: RouteCount): boolean {
  return requests >= ROUTE_REQUESTS_MIN || (requests > 0 && forbidden > 0);
}

function judgeRoute(route: string, count: RouteCount): DrillRoute {
  const { requests, accepted, inTime, late, forbidden } = count;
  const availability = inTime / requests;
  const availabilityMin = DRILL_AVAILABILITY_MIN;
  const measured = { route, requests, accepted, availability, availabilityMin, late, forbidden };
  return { ...measured, passed: hasPassedDrill(measured) };
}

function addCounts(sum: RouteCount, more: RouteCount): RouteCount {
  return {
    requests: sum.requests + more.requests,
    accepted: sum.accepted + more.accepted,
    inTime: sum.inTime + more.inTime,
    late: sum.late + more.late,
    forbidden: sum.forbidden + more.forbidden,
  };
}
