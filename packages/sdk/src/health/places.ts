import { strict as assert } from "node:assert";

/** Calls in flight of a place of call that takes so many at once, and who waits, first come first. */
export interface Places {
  readonly taken: number;
  /** Tickets of those who wait; only while every place is taken. */
  readonly waiting: readonly number[];
}

/** Nobody calls and nobody waits. */
export const ALL_FREE: Places = { taken: 0, waiting: [] };

export interface Arrival {
  readonly places: Places;
  readonly found: "place" | "queue" | "nothing";
}

/**
 * A call arrives: it takes a free place, else waits in line. The line is as long as there are
 * places, so that who waits last waits for about two calls; beyond that there is nothing to find.
 *
 * @param ticket unlike that of any other call
 * @param max places, at least 1
 */
export function arrive(places: Places, ticket: number, max: number): Arrival {
  const { taken, waiting } = places;
  if (taken < max) return { places: { ...places, taken: taken + 1 }, found: "place" };
  if (waiting.length >= max) return { places, found: "nothing" };
  return { places: { taken, waiting: [...waiting, ticket] }, found: "queue" };
}

/**
 * A call leaves: its place goes to the first who waits, if any, unless more are taken than there
 * are places, as after their number went down.
 */
export function depart(
  { taken, waiting }: Places,
  max: number,
): {
  readonly places: Places;
  readonly next?: number;
} {
  assert(taken > 0, "A place was given back that nobody had.");
  if (taken > max) return { places: { taken: taken - 1, waiting } };
  const [next, ...others] = waiting;
  if (next === undefined) return { places: { taken: taken - 1, waiting } };
  return { places: { taken, waiting: others }, next };
}

/** Who waits leaves the line; the others move up. */
export function giveUp({ taken, waiting }: Places, ticket: number): Places {
  return { taken, waiting: waiting.filter((other) => other !== ticket) };
}
