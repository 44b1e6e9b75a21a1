import type { Plan, Policy, Route, RungChangedEvent, RungName } from "@switchyard/contract";
import {
  admitAsk,
  closureAt,
  endAsk,
  NEW_RUNG,
  type RungClosure,
  type RungState,
  type RungTurn,
  type RungVerdict,
} from "./rung-state.ts";
import { lastResort, withoutClosed } from "./without-closed.ts";

export type RungNews = Pick<RungChangedEvent, "route" | "rung" | "to" | "cause">;

/** A rung that an ask may not climb to now. */
export interface ClosedRung extends RungClosure {
  readonly rung: RungName;
}

/** What an ask may climb, and what it tells of when it ends. */
export interface LadderEntry {
  /** The plan less the closed rungs. */
  readonly plan: Plan;
  readonly closed: readonly ClosedRung[];
  /** By rung that may close. */
  readonly tickets: ReadonlyMap<RungName, number>;
}

/** Which rungs of which routes are closed in this process. Without hysteresis, none ever is. */
export interface RungBook {
  /** Begins an ask, which ends by {@link RungBook.leave}, or holds no trial after `untilMs`. */
  enter(plan: Plan, nowMs: number, untilMs: number): LadderEntry;
  /** Ends an ask. */
  leave(entry: LadderEntry, verdictOf: (rung: RungName) => RungVerdict, nowMs: number): void;
  /** A route's closed rungs. */
  closed(route: string, nowMs: number): readonly ClosedRung[];
  /**
   * Goes on by another policy: rungs that both have stay as they are. One that was closed, and that
   * the new policy does not close, is open again.
   */
  adapt(policy: Policy): void;
}

const NO_TICKETS: ReadonlyMap<RungName, number> = new Map();

/** A book in which every rung is open. It holds at most one entry for each rung of each route. */
export function createRungBook(policy: Policy, onChange: (news: RungNews) => void): RungBook {
  let { hysteresis } = policy.ladder;
  let states = statesOf(policy, new Map());
  const rungsOf = (plan: Plan): Map<RungName, RungState> | undefined =>
    plan.route === null ? undefined : states.get(plan.route);
  const turn = (plan: Plan, rung: RungName, { state, change }: RungTurn): void => {
    rungsOf(plan)?.set(rung, state);
    if (change !== undefined && plan.route !== null)
      onChange({ route: plan.route, rung, ...change });
  };
  return {
    enter: (plan, nowMs, untilMs) => {
      const rungs = rungsOf(plan);
      if (rungs === undefined) return { plan, closed: [], tickets: NO_TICKETS };
      const tickets = new Map<RungName, number>();
      const closed: ClosedRung[] = [];
      for (const planned of plan.rungs) {
        const { rung, endpoints } = planned;
        const state = rungs.get(rung);
        // An ask that the rung has nothing for must not hold its trial.
        if (state === undefined || endpoints.length === 0) continue;
        const closure = closureAt(state, nowMs);
        if (closure === undefined) {
          const admitted = admitAsk(state, untilMs);
          turn(plan, rung, admitted);
          tickets.set(rung, admitted.state.generation);
        } else if (planned !== lastResort(plan)) closed.push({ rung, ...closure });
      }
      return { plan: withoutClosed(plan, closed), closed, tickets };
    },
    leave: ({ plan, tickets }, verdictOf, nowMs) => {
      if (hysteresis === undefined) return;
      for (const [rung, ticket] of tickets) {
        const state = rungsOf(plan)?.get(rung);
        if (state === undefined) continue;
        turn(plan, rung, endAsk(state, ticket, verdictOf(rung), hysteresis, nowMs));
      }
    },
    adapt: (next) => {
      const before = states;
      ({ hysteresis } = next.ladder);
      states = statesOf(next, before);
      for (const [route, rungs] of before)
        for (const [rung, { phase }] of rungs)
          if (phase !== "open" && states.get(route)?.has(rung) !== true)
            onChange({ route, rung, to: "open", cause: "the policy in force does not close it" });
    },
    closed: (route, nowMs) =>
      [...(states.get(route) ?? [])].flatMap(([rung, state]) => {
        const closure = closureAt(state, nowMs);
        return closure === undefined ? [] : [{ rung, ...closure }];
      }),
  };
}

type RungStates = Map<string, Map<RungName, RungState>>;

/** A state for each rung that may close: the one it had, or open. */
function statesOf(policy: Policy, before: RungStates): RungStates {
  if (policy.ladder.hysteresis === undefined) return new Map();
  return new Map(
    policy.routes.map((route) => {
      const known = before.get(route.id);
      const rungs = closableRungs(policy, route);
      return [route.id, new Map(rungs.map((rung) => [rung, known?.get(rung) ?? NEW_RUNG]))];
    }),
  );
}

/** A ladder's model rungs, without the last where no static answer follows it. */
function closableRungs(policy: Policy, { ladder }: Route): readonly RungName[] {
  const rungs = ladder.filter((rung) => rung !== "static");
  const endsStatic = ladder.includes("static") && policy.ladder.static !== undefined;
  return endsStatic ? rungs : rungs.slice(0, -1);
}
