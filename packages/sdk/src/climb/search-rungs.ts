import { strict as assert } from "node:assert";
import type { Decision, DecisionState, PlannedEndpoint, PlannedRung } from "@switchyard/contract";
import { decide, firstLeft } from "@switchyard/policy";
import type { Ascent, Live } from "./ascent.ts";
import type { ClimbState } from "./climb-state.ts";
import { canContinue } from "./continuation.ts";
import { quoteAttempt, rungSettings } from "./quote-attempt.ts";

/** What a search supposes beyond the state. */
export interface Search {
  /** Time an endpoint's p95 must fit in. */
  readonly remainingMs: number;
  /** Endpoints taken to have failed for good. */
  readonly without?: readonly string[];
  /** The one endpoint looked for. */
  readonly only?: string;
  /** Whether to look past budgets that had no room. */
  readonly ignoresDenials?: boolean;
}

/** A rung after live state, and the endpoint to call next there, if any. */
export interface RungChoice {
  readonly decision: Decision;
  readonly endpoint: PlannedEndpoint | undefined;
}

/** Decides a rung and finds the first endpoint that this ask may still call on it. */
export function searchRung(
  ascent: Ascent,
  state: ClimbState,
  live: Live,
  rungIndex: number,
  search: Search,
): RungChoice {
  const { perEndpoint } = ascent.policy.defaults.attempts;
  const now = decisionState(ascent, state, live, search);
  const decision = decide(plannedRung(ascent, rungIndex), now, perEndpoint);
  const endpoint = decision.endpoints.find((planned) =>
    isOpenToAsk(ascent, state, live, planned, rungIndex, search),
  );
  return { decision, endpoint };
}

/** The endpoint that would be called next, on the state's rung or a later one. */
export function findEndpoint(
  ascent: Ascent,
  state: ClimbState,
  live: Live,
  search: Search,
): PlannedEndpoint | undefined {
  const { perEndpoint } = ascent.policy.defaults.attempts;
  const now = decisionState(ascent, state, live, search);
  for (let index = state.rungIndex; index < ascent.plan.rungs.length; index += 1) {
    const endpoint = firstLeft(plannedRung(ascent, index), now, perEndpoint, (planned) =>
      isOpenToAsk(ascent, state, live, planned, index, search),
    );
    if (endpoint !== undefined) return endpoint;
  }
  return undefined;
}

function plannedRung({ plan }: Ascent, rungIndex: number): PlannedRung {
  const rung = plan.rungs[rungIndex];
  assert(rung !== undefined, `The plan has no rung ${rungIndex}.`);
  return rung;
}

function decisionState(
  { policy, absent }: Ascent,
  { calls }: ClimbState,
  { breakers, held, latencyMsP95 }: Live,
  { without, remainingMs }: Search,
): DecisionState {
  const { perEndpoint } = policy.defaults.attempts;
  const attempts = without === undefined ? calls : spent(calls, without, perEndpoint);
  return { breakers, held: holdsInWords(held), attempts, absent, latencyMsP95, remainingMs };
}

/** The calls as if endpoints had none left. */
function spent(
  calls: ClimbState["calls"],
  endpoints: readonly string[],
  perEndpoint: number,
): ClimbState["calls"] {
  const attempts = { ...calls };
  for (const id of endpoints) attempts[id] = perEndpoint;
  return attempts;
}

/** Holds as a decision shows them. */
export function holdsInWords(
  held: Readonly<Record<string, number>>,
): Readonly<Record<string, string>> {
  const words: Record<string, string> = {};
  for (const endpoint in held)
    words[endpoint] = `rate limit used up, full again in ${Math.ceil(held[endpoint] ?? 0)} ms`;
  return words;
}

/** Whether nothing that this ask has learnt speaks against an endpoint. */
function isOpenToAsk(
  ascent: Ascent,
  state: ClimbState,
  live: Live,
  endpoint: PlannedEndpoint,
  rungIndex: number,
  { ignoresDenials = false, only = endpoint.id }: Search,
): boolean {
  if (endpoint.id !== only || state.crowded.includes(endpoint.id)) return false;
  const barredAt = state.barred[endpoint.id];
  if (barredAt !== undefined && isSameRequest(ascent, barredAt, rungIndex)) return false;
  if (state.incompatible.includes(endpoint.model)) return false;
  if (isBelowTierFloor(ascent, state, endpoint, rungIndex)) return false;
  const model = ascent.catalog.models[endpoint.model];
  if (model === undefined || model.contextTokens <= state.contextTokensOver) return false;
  const { continues } = state;
  if (continues !== undefined) {
    if (!canContinue(model, ascent.output !== undefined)) return false;
    if (!isSameRequest(ascent, continues.rungIndex, rungIndex)) return false;
  }
  return ignoresDenials || isAffordable(ascent, state, live, endpoint, rungIndex);
}

function isBelowTierFloor(
  { policy }: Ascent,
  { tierFloor }: ClimbState,
  { tier }: PlannedEndpoint,
  rungIndex: number,
): boolean {
  if (tierFloor?.rungIndex !== rungIndex) return false;
  return policy.domains.tiers.indexOf(tier) <= tierFloor.above;
}

/** Whether two rungs send the model the same request: a failure on one then holds on the other. */
function isSameRequest(ascent: Ascent, one: number, other: number): boolean {
  const { rungs } = ascent.plan;
  const [first, second] = [rungs[one]?.rung, rungs[other]?.rung];
  if (first === undefined || second === undefined || first === second) return true;
  const before = rungSettings(ascent, first);
  const after = rungSettings(ascent, second);
  return (
    before.instruction === after.instruction && before.outputTokensMax === after.outputTokensMax
  );
}

/** Whether the budgets that had no room for more would hold this call. */
function isAffordable(
  ascent: Ascent,
  { denials, continues }: ClimbState,
  { epochMs }: Live,
  endpoint: PlannedEndpoint,
  rungIndex: number,
): boolean {
  const rung = ascent.plan.rungs[rungIndex]?.rung;
  if (rung === undefined || Object.keys(denials).length === 0) return true;
  const { lines, amountMicroUsd } = quoteAttempt(ascent, rung, endpoint, epochMs, { continues });
  return lines.every(({ budgetId }) => {
    const denial = denials[budgetId];
    return denial === undefined || amountMicroUsd <= denial.leftMicroUsd;
  });
}
