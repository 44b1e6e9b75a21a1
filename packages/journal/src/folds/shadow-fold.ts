import {
  REJECTION_CODES,
  type AskObservedEvent,
  type RejectionCode,
  type SwitchyardEvent,
} from "@switchyard/contract";
import type { Fold } from "../fold.ts";
import { byName } from "./by-name.ts";

/** How the models that an application used compare with a policy, in counts. */
export interface ShadowTally {
  readonly observed: number;
  /** Those whose model the catalogue has; the counts and shares below are of these. */
  readonly known: number;
  /** The used model is the one that the policy would have called first. */
  readonly agreed: number;
  readonly allowed: number;
  /** Not allowed, and no rule bars the model: the route does not list it, or there is no route. */
  readonly unlisted: number;
  /** Not allowed, by the code of each rule that bars the model; one request may be in several. */
  readonly barred: Readonly<Partial<Record<RejectionCode, number>>>;
  /** Cost of those whose usage was told, in micro-US-dollars. */
  readonly costMicroUsd: number;
}

/** A {@link ShadowTally} with its shares, 0 to 1. */
export interface ShadowShares extends ShadowTally {
  /** Null: no model that the catalogue has was used. */
  readonly agreementRate: number | null;
  /** Null likewise. */
  readonly disallowedRate: number | null;
  readonly disallowedRateByCode: Readonly<Partial<Record<RejectionCode, number>>>;
}

/** What an application routes by itself, against the policy. */
export interface ShadowSummary extends ShadowShares {
  /** By route id; requests that no route takes are in none. */
  readonly byRoute: Readonly<Record<string, ShadowShares>>;
}

/** What {@link shadowFold} remembers. Bounded by the policy's routes. */
export interface ShadowState {
  readonly total: ShadowTally;
  readonly byRoute: ReadonlyMap<string, ShadowTally>;
}

const NOTHING: ShadowTally = {
  observed: 0,
  known: 0,
  agreed: 0,
  allowed: 0,
  unlisted: 0,
  barred: {},
  costMicroUsd: 0,
};

/** Folds `ask-observed` events into a {@link ShadowSummary}; others change nothing. */
export const shadowFold: Fold<ShadowState, ShadowSummary> = {
  initial: { total: NOTHING, byRoute: new Map() },
  step: stepShadow,
  read: ({ total, byRoute }) => ({
    ...sharesOf(total),
    byRoute: byName(byRoute, sharesOf),
  }),
};

function stepShadow(state: ShadowState, event: SwitchyardEvent): ShadowState {
  if (event.type !== "ask-observed") return state;
  const { total, byRoute } = state;
  const { route } = event;
  return {
    total: tally(total, event),
    byRoute:
      route === undefined
        ? byRoute
        : new Map(byRoute).set(route, tally(byRoute.get(route) ?? NOTHING, event)),
  };
}

function tally(before: ShadowTally, event: AskObservedEvent): ShadowTally {
  const { allowed, used, decided, costMicroUsd = 0 } = event;
  const counted = {
    ...before,
    observed: before.observed + 1,
    costMicroUsd: before.costMicroUsd + costMicroUsd,
  };
  if (allowed === undefined) return counted;
  const codes = REJECTION_CODES.filter((code) => event.rejected?.includes(code));
  return {
    ...counted,
    known: before.known + 1,
    agreed: before.agreed + Number(decided !== undefined && modelOf(decided) === used),
    allowed: before.allowed + Number(allowed),
    unlisted: before.unlisted + Number(!allowed && codes.length === 0),
    barred: allowed ? before.barred : countCodes(before.barred, codes),
  };
}

/** An endpoint's id is its model, `#` and its region. */
function modelOf(endpoint: string): string {
  return endpoint.slice(0, endpoint.lastIndexOf("#"));
}

function countCodes(
  barred: ShadowTally["barred"],
  codes: readonly RejectionCode[],
): ShadowTally["barred"] {
  const counts = { ...barred };
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}

function sharesOf(tally: ShadowTally): ShadowShares {
  const { known, agreed, allowed, barred } = tally;
  const disallowedRateByCode: Partial<Record<RejectionCode, number>> = {};
  for (const code of REJECTION_CODES) {
    const count = barred[code];
    if (count !== undefined) disallowedRateByCode[code] = count / known;
  }
  return {
    ...tally,
    agreementRate: known === 0 ? null : agreed / known,
    disallowedRate: known === 0 ? null : (known - allowed) / known,
    disallowedRateByCode,
  };
}
