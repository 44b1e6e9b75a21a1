/** Requests that come whatever becomes of the ones before. */
export type OpenArrivals = {
  /** In requests a virtual millisecond. Above 0. */
  readonly ratePerMs: number;
} & (
  | { readonly process: "poisson" }
  | {
      readonly process: "diurnal";
      /** 0 to 1 of the mean rate. */
      readonly amplitude: number;
      /** Hour of the day (UTC) with the greatest rate. */
      readonly peakHour: number;
    }
  | {
      readonly process: "bursty";
      readonly everyMs: number;
      readonly forMs: number;
      /** The rate in a burst over the rate outside of it. */
      readonly times: number;
    }
);

/** Users who ask, wait, think, and ask again. */
export interface ClosedArrivals {
  readonly users: number;
  /** From an answer to the same user's next ask: median and 95th percentile, log-normal. */
  readonly think: { readonly msP50: number; readonly msP95: number };
  /** How long a user waits before giving up. Absent: for ever. */
  readonly patienceMs?: number;
  /** How often a user asks the same again where no model answered. 0: never. */
  readonly reasksMax: number;
  /** From the end of an ask to the same again. */
  readonly reaskAfterMs: number;
}

export type Arrivals =
  ({ readonly model: "open" } & OpenArrivals) | ({ readonly model: "closed" } & ClosedArrivals);
