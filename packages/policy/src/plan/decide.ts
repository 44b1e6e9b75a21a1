import type {
  Decision,
  DecisionState,
  PlannedEndpoint,
  PlannedRung,
  Reason,
  Rejection,
  RejectionCode,
  RungName,
} from "@switchyard/contract";
import { pointerOf } from "../load/json-pointer.ts";
import { providerOf } from "./endpoint-id.ts";
import { IndexedRung } from "./indexed-rung.ts";
import { ownEntry } from "./own-entry.ts";

/**
 * A plan's rung less what live state takes away: endpoints whose breaker is open, that are held
 * back for another cause, that cannot be called here, that were tried often enough, or whose p95
 * does not fit the time left. An endpoint goes by its own state alone, so an outage only deletes.
 *
 * What stays falls in two classes, each in the plan's order: first endpoints of providers that
 * this request has not tried, then those of tried ones. A half-open endpoint keeps its place: at
 * the end it would never be probed while its fallback is well, and so never come back.
 *
 * An observed p95 takes the place of the planned one, in the decision's endpoints too. Where live
 * state changes nothing, the decision is the plan's rung itself.
 *
 * @param attemptsPerEndpoint calls of one endpoint for one request, at most
 */
export function decide(
  planned: PlannedRung,
  state: DecisionState,
  attemptsPerEndpoint: number,
): Decision {
  const out = planned instanceof IndexedRung ? planned.placesOut(state) : undefined;
  if (out?.length === 0) return planned;
  const endpoints =
    out === undefined
      ? endpointsLeft(planned, state, attemptsPerEndpoint)
      : planned.endpoints.filter((_, place) => !out.includes(place));
  if (endpoints === planned.endpoints) return planned;
  return new LiveDecision(planned, endpoints, state, attemptsPerEndpoint);
}

/**
 * Most decisions are never explained, and their reasons cost the most of one. A class, since a
 * getter written in place gives each object a shape of its own, which outlives it.
 */
class LiveDecision implements Decision {
  readonly rung: RungName;
  readonly endpoints: readonly PlannedEndpoint[];
  readonly #planned: PlannedRung;
  readonly #state: DecisionState;
  readonly #attemptsPerEndpoint: number;

  constructor(
    planned: PlannedRung,
    endpoints: readonly PlannedEndpoint[],
    state: DecisionState,
    attemptsPerEndpoint: number,
  ) {
    this.rung = planned.rung;
    this.endpoints = endpoints;
    this.#planned = planned;
    this.#state = state;
    this.#attemptsPerEndpoint = attemptsPerEndpoint;
  }

  get rejections(): readonly Rejection[] {
    const { rejections } = this.#planned;
    const live = this.#taken().map(([endpoint, codes]): Rejection => {
      const { id, model, provider, region, via } = endpoint;
      const reasons = codes.map((code) =>
        liveReason(code, endpoint, this.#state, this.#attemptsPerEndpoint),
      );
      return { endpoint: { id, model, provider, region }, via, reasons };
    });
    return live.length === 0 ? rejections : [...rejections, ...live];
  }

  get rejectionCodes(): RejectionCodes {
    const codesOf = codesOfAll(this.#planned.rejections);
    for (const [{ id }, codes] of this.#taken()) codesOf[id] = codes;
    return codesOf;
  }

  /** What live state takes away, in the plan's order, and why. */
  #taken(): readonly (readonly [PlannedEndpoint, readonly LiveCode[]])[] {
    const { endpoints } = this.#planned;
    if (this.endpoints.length === endpoints.length) return [];
    const taken: (readonly [PlannedEndpoint, readonly LiveCode[]])[] = [];
    for (const stated of endpoints) {
      const endpoint = asObserved(stated, this.#state);
      const codes = liveCodes(endpoint, this.#state, this.#attemptsPerEndpoint);
      if (codes.length > 0) taken.push([endpoint, codes]);
    }
    return taken;
  }
}

/** By endpoint id, why a rung's endpoints were left out, in codes. */
type RejectionCodes = Readonly<Record<string, readonly RejectionCode[]>>;

/** The codes of a decision's rejections, without the making of their reasons. */
export function rejectionCodes(decision: Decision): RejectionCodes {
  return decision instanceof LiveDecision
    ? decision.rejectionCodes
    : codesOfAll(decision.rejections);
}

function codesOfAll(rejections: readonly Rejection[]): Record<string, readonly RejectionCode[]> {
  const codesOf: Record<string, readonly RejectionCode[]> = {};
  for (const { endpoint, reasons } of rejections)
    codesOf[endpoint.id] = reasons.map(({ code }) => code);
  return codesOf;
}

/** The endpoints of {@link decide} alone: the plan's own list where live state changes nothing. */
function endpointsLeft(
  { endpoints }: PlannedRung,
  state: DecisionState,
  attemptsPerEndpoint: number,
): readonly PlannedEndpoint[] {
  const tried = triedProviders(state);
  if (isAsPlanned(endpoints, state, tried, attemptsPerEndpoint)) return endpoints;
  const fresh: PlannedEndpoint[] = [];
  const again: PlannedEndpoint[] = [];
  for (const stated of endpoints) {
    const endpoint = asObserved(stated, state);
    if (!isLeft(endpoint, state, attemptsPerEndpoint)) continue;
    if (tried?.includes(endpoint.provider) === true) again.push(endpoint);
    else fresh.push(endpoint);
  }
  return again.length === 0 ? fresh : [...fresh, ...again];
}

/** The first endpoint of {@link decide} that is wanted, with the others never looked at. */
export function firstLeft(
  { endpoints }: PlannedRung,
  state: DecisionState,
  attemptsPerEndpoint: number,
  isWanted: (endpoint: PlannedEndpoint) => boolean,
): PlannedEndpoint | undefined {
  const tried = triedProviders(state);
  let again: PlannedEndpoint | undefined;
  for (const stated of endpoints) {
    const isTried = tried?.includes(stated.provider) === true;
    if (isTried && again !== undefined) continue;
    const endpoint = asObserved(stated, state);
    if (!isLeft(endpoint, state, attemptsPerEndpoint) || !isWanted(endpoint)) continue;
    if (!isTried) return endpoint;
    again = endpoint;
  }
  return again;
}

function isAsPlanned(
  endpoints: readonly PlannedEndpoint[],
  state: DecisionState,
  tried: readonly string[] | undefined,
  attemptsPerEndpoint: number,
): boolean {
  for (const stated of endpoints) {
    if (tried?.includes(stated.provider) === true) return false;
    if (asObserved(stated, state) !== stated) return false;
    if (!isLeft(stated, state, attemptsPerEndpoint)) return false;
  }
  return true;
}

/** Whether {@link liveCodes} would list none. */
function isLeft(
  { id, latencyMsP95 }: PlannedEndpoint,
  { breakers, held, attempts, absent, remainingMs }: DecisionState,
  attemptsPerEndpoint: number,
): boolean {
  return (
    latencyMsP95 <= remainingMs &&
    ownEntry(breakers, id) !== "open" &&
    (held === undefined || ownEntry(held, id) === undefined) &&
    ownEntry(absent, id) === undefined &&
    (ownEntry(attempts, id) ?? 0) < attemptsPerEndpoint
  );
}

/** The endpoint with its observed p95, where there is one. */
function asObserved(planned: PlannedEndpoint, { latencyMsP95 }: DecisionState): PlannedEndpoint {
  const observed = latencyMsP95 === undefined ? undefined : ownEntry(latencyMsP95, planned.id);
  return observed === undefined || observed === planned.latencyMsP95
    ? planned
    : { ...planned, latencyMsP95: observed };
}

/** Undefined: none, as on every first call. */
function triedProviders({ attempts }: DecisionState): readonly string[] | undefined {
  let tried: string[] | undefined;
  for (const id of Object.keys(attempts)) {
    if ((attempts[id] ?? 0) <= 0) continue;
    tried ??= [];
    tried.push(providerOf(id));
  }
  return tried;
}

/** What live state may have against an endpoint. */
type LiveCode = "latency-over-limit" | "breaker-open" | "endpoint-absent" | "attempts-spent";

/** Why live state bars an endpoint, in the order of `REJECTION_CODES`. */
function liveCodes(
  { id, latencyMsP95 }: PlannedEndpoint,
  { breakers, held = {}, attempts, absent, remainingMs }: DecisionState,
  attemptsPerEndpoint: number,
): readonly LiveCode[] {
  const codes: LiveCode[] = [];
  if (!(latencyMsP95 <= remainingMs)) codes.push("latency-over-limit");
  const isHeld = ownEntry(held, id) !== undefined;
  if (isHeld || ownEntry(breakers, id) === "open") codes.push("breaker-open");
  if (ownEntry(absent, id) !== undefined) codes.push("endpoint-absent");
  if ((ownEntry(attempts, id) ?? 0) >= attemptsPerEndpoint) codes.push("attempts-spent");
  return codes;
}

/** What a code of {@link liveCodes} stands for. */
function liveReason(
  code: LiveCode,
  { id, provider, region, latencyMsP95 }: PlannedEndpoint,
  { held = {}, attempts, absent, remainingMs }: DecisionState,
  attemptsPerEndpoint: number,
): Reason {
  switch (code) {
    case "latency-over-limit":
      return { code, have: latencyMsP95, need: remainingMs, pointer: "request:/slaMs" };
    case "breaker-open": {
      const hold = ownEntry(held, id);
      const have = hold === undefined ? "open" : `open (${hold})`;
      return { code, have, need: "closed", pointer: "/defaults/breaker" };
    }
    case "endpoint-absent": {
      const pointer = `catalog:${pointerOf(["providers", provider, "endpoints", region])}`;
      return { code, have: ownEntry(absent, id) ?? "", need: "callable", pointer };
    }
    case "attempts-spent": {
      const pointer = "/defaults/attempts/perEndpoint";
      return { code, have: ownEntry(attempts, id) ?? 0, need: attemptsPerEndpoint, pointer };
    }
    default:
      return code satisfies never;
  }
}
