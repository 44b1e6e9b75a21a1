import type { Clock, ModelCall } from "@switchyard/contract";
import type { Flight, TimedResult } from "./perform-call.ts";

/** Which call it is, and what it sent. */
type CallName = Pick<ModelCall, "attemptId" | "endpoint" | "request">;

/** A call that has ended. */
export interface Landing {
  readonly call: CallName;
  readonly timed: TimedResult;
}

/** The calls of one ask that are in flight, and those that have ended and were not read yet. */
export interface CallsInFlight {
  /** Starts a call, which tells its end. */
  start(call: CallName, begin: (onEnd: (timed: TimedResult) => void) => Flight): void;
  /** Gives a call this much time from now. */
  lengthen(attemptId: string, timeoutMs: number): void;
  /** Ends a call at once. */
  cut(attemptId: string): void;
  /** Whether an end waits to be read. */
  hasLanded(): boolean;
  /** The earliest end not read yet; undefined when none comes within the patience. */
  next(patienceMs?: number): Promise<Landing | undefined>;
}

/** No calls yet. One reader waits at a time, and only while a call is in flight. */
export function createCallsInFlight(clock: Pick<Clock, "deadline">): CallsInFlight {
  /** By attempt; a few at most. */
  let flights: readonly { readonly attemptId: string; readonly flight: Flight }[] = [];
  const flightOf = (attemptId: string): Flight | undefined =>
    flights.find((known) => known.attemptId === attemptId)?.flight;
  const landed: Landing[] = [];
  let wake: (() => void) | undefined;

  return {
    start: (call, begin) => {
      const { attemptId } = call;
      const flight = begin((timed) => {
        flights = flights.filter((known) => known.attemptId !== attemptId);
        landed.push({ call, timed });
        wake?.();
      });
      // A call that could not begin has ended already.
      if (landed.every((landing) => landing.call !== call)) {
        flights = [...flights, { attemptId, flight }];
      }
    },
    lengthen: (attemptId, timeoutMs) => flightOf(attemptId)?.lengthen(timeoutMs),
    cut: (attemptId) => flightOf(attemptId)?.cut(),
    hasLanded: () => landed.length > 0,
    next: (patienceMs) => {
      const first = landed.shift();
      if (first !== undefined) return Promise.resolve(first);
      return new Promise((resolve) => {
        const patience = patienceMs === undefined ? undefined : clock.deadline(patienceMs);
        wake = () => {
          wake = undefined;
          patience?.cancel();
          resolve(landed.shift());
        };
        patience?.signal.addEventListener("abort", () => wake?.(), { once: true });
      });
    },
  };
}
