import type { DecisionState, PlannedEndpoint, PlannedRung, RungName } from "@switchyard/contract";

/** What of a rung hangs on more than its class of requests. */
interface RungFacts {
  readonly rung: RungName;
  /** In order of preference. */
  readonly endpoints: readonly PlannedEndpoint[];
  /** Counts the rejections, each time anew. */
  readonly explain: () => PlannedRung["rejections"];
}

/**
 * A compiled rung: it is asked for its rejections when they are looked at, and knows without a
 * look at its endpoints whether live state says anything of them.
 *
 * A class, since a getter written in place gives each object a shape of its own.
 */
export class IndexedRung implements PlannedRung {
  readonly rung: RungName;
  readonly endpoints: readonly PlannedEndpoint[];
  readonly #explain: RungFacts["explain"];
  readonly #numberOf: ReadonlyMap<string, number>;
  readonly #numbers: readonly number[];
  readonly #latencyMsP95Max: number;

  /** @param numberOf a number for the id of each endpoint of the bundle */
  constructor({ rung, endpoints, explain }: RungFacts, numberOf: ReadonlyMap<string, number>) {
    this.rung = rung;
    this.endpoints = endpoints;
    this.#explain = explain;
    this.#numberOf = numberOf;
    this.#numbers = endpoints.flatMap(({ id }) => numberOf.get(id) ?? []);
    this.#latencyMsP95Max = endpoints.reduce(
      (slowest, { latencyMsP95 }) => Math.max(slowest, latencyMsP95),
      0,
    );
  }

  get rejections(): PlannedRung["rejections"] {
    return this.#explain();
  }

  /**
   * Places of the endpoints that live state takes away, most often none. Undefined: it also has
   * calls made, other latencies or too little time, so each endpoint has to be looked at.
   */
  placesOut(state: DecisionState): readonly number[] | undefined {
    const { breakers, held = NONE, attempts, absent, latencyMsP95 = NONE, remainingMs } = state;
    if (!(this.#latencyMsP95Max <= remainingMs) || !isEmpty(attempts)) return undefined;
    for (const id in latencyMsP95) if (this.#placeOf(id) >= 0) return undefined;
    let places = NOWHERE;
    for (const id in breakers)
      if (breakers[id] === "open") places = withPlace(places, this.#placeOf(id));
    for (const id in held) places = withPlace(places, this.#placeOf(id));
    for (const id in absent) places = withPlace(places, this.#placeOf(id));
    return places;
  }

  /** -1: not on this rung. */
  #placeOf(id: string): number {
    const number = this.#numberOf.get(id);
    return number === undefined ? -1 : this.#numbers.indexOf(number);
  }
}

const NONE: Readonly<Record<string, never>> = {};
const NOWHERE: readonly number[] = [];

function withPlace(places: readonly number[], place: number): readonly number[] {
  return place < 0 ? places : [...places, place];
}

function isEmpty(record: Readonly<Record<string, unknown>>): boolean {
  for (const _name in record) return false;
  return true;
}
