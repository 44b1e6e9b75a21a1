import { strict as assert } from "node:assert";
import type { Clock } from "@switchyard/contract";
import type { Attempt } from "../climb/climb-state.ts";
import type { CallPlaces } from "../health/call-places.ts";
import type { EndpointHealth } from "../health/endpoint-health.ts";

/** How a call ended, as its endpoint's health counts it. */
export type SeatEnd = Parameters<EndpointHealth["end"]>[2];

/** What the attempts of one ask hold at their endpoints: a place of call and a breaker's ticket. */
export interface AttemptSeats {
  /** Takes a seat, after a wait in line where that is allowed. False: there is none to be had. */
  take(
    attempt: Attempt,
    waitMs: number,
    signal: AbortSignal | undefined,
  ): boolean | Promise<boolean>;
  /** Gives the place of call back, before the attempt has ended. */
  leavePlace(attempt: Attempt): void;
  /** Ends the attempt's stay. */
  leave(attempt: Attempt, end: SeatEnd): void;
}

interface Seat {
  readonly attemptId: string;
  readonly ticket: number;
  hasPlace: boolean;
}

/** No seat is taken yet. */
export function createAttemptSeats(
  clock: Clock,
  health: EndpointHealth,
  places: CallPlaces,
): AttemptSeats {
  /** Until their attempts' ends: a few at most, which a list finds as fast as a map. */
  const seats: Seat[] = [];
  const seatOf = ({ attemptId }: Attempt): Seat | undefined =>
    seats.find((seat) => seat.attemptId === attemptId);

  const isOpenTo = ({ endpoint }: Attempt): boolean => {
    const isOpen = health.breakers(clock.nowMs())[endpoint.id] !== "open";
    if (!isOpen) places.leave(endpoint);
    return isOpen;
  };
  const sit = ({ attemptId, endpoint }: Attempt): true => {
    seats.push({ attemptId, ticket: health.admit(endpoint.id), hasPlace: true });
    return true;
  };
  const leavePlace = (attempt: Attempt): void => {
    const seat = seatOf(attempt);
    if (seat?.hasPlace !== true) return;
    seat.hasPlace = false;
    places.leave(attempt.endpoint);
  };
  return {
    take: (attempt, waitMs, signal) => {
      const place = places.take(attempt.endpoint, waitMs, signal);
      if (typeof place === "boolean") return place && sit(attempt);
      // Only who waited must look again: a breaker that is read and not awaited is as it was.
      return place.then((isFree) => isFree && isOpenTo(attempt) && sit(attempt));
    },
    leavePlace,
    leave: (attempt, end) => {
      const { attemptId, endpoint } = attempt;
      const seat = seatOf(attempt);
      assert(seat !== undefined, `Attempt ${attemptId} leaves a seat that it never took.`);
      health.end(endpoint.id, seat.ticket, end, clock.nowMs());
      leavePlace(attempt);
      seats.splice(seats.indexOf(seat), 1);
    },
  };
}
