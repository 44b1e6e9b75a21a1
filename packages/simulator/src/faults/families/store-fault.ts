import { DurationText, type PercentText } from "@switchyard/contract";
import { z } from "zod";
import { ShareText, TIMING_FIELDS, type FaultTiming } from "../fault-schedule.ts";
import type { OneOf } from "../one-of.ts";

/** What a ledger is asked to write. */
export const STORE_OPERATIONS = ["reserve", "settle", "release"] as const;
export type StoreOperation = (typeof STORE_OPERATIONS)[number];

/** When a fault of the budgets' store is in force, and how much of it. */
export interface StoreSchedule extends FaultTiming {
  /** Share of the store's calls that are hit, each drawn by itself. Default: 100%. */
  readonly share?: PercentText;
}

/** The store of budgets misbehaves. Without such a fault it is this process's memory. */
export type StoreBehaviour =
  | {
      /**
       * `refuse`: no connection; `hang`: no answer ever; `readonly`: reads are answered and writes
       * refused, as by a replica.
       */
      readonly type: "store.down";
      readonly mode: "refuse" | "hang" | "readonly";
    }
  /** Every call waits first. */
  | { readonly type: "store.slow"; readonly add: DurationText }
  | {
      /** The store does what it was asked, and the answer is lost. */
      readonly type: "store.lost-ack";
      readonly op: StoreOperation;
    }
  /** Balances are those of so long ago, as from a replica. */
  | { readonly type: "store.stale-read"; readonly lag: DurationText }
  /** A failover to a replica, which lacks the writes of so long before the fault's start. */
  | { readonly type: "store.lost-writes"; readonly window: DurationText }
  /** The store gets the same call twice; the caller hears of it once. */
  | { readonly type: "deliver.duplicate"; readonly op: StoreOperation };

/** The kinds of these faults. */
export const STORE_TYPES: readonly StoreBehaviour["type"][] = [
  "store.down",
  "store.slow",
  "store.lost-ack",
  "store.stale-read",
  "store.lost-writes",
  "deliver.duplicate",
];

const FIELDS = { ...TIMING_FIELDS, share: ShareText.exactOptional() };
const op = z.enum(STORE_OPERATIONS);

export const StoreFault: OneOf<StoreSchedule & StoreBehaviour> = z.discriminatedUnion("type", [
  z.strictObject({
    ...FIELDS,
    type: z.literal("store.down"),
    mode: z.enum(["refuse", "hang", "readonly"]),
  }),
  z.strictObject({ ...FIELDS, type: z.literal("store.slow"), add: DurationText }),
  z.strictObject({ ...FIELDS, type: z.literal("store.lost-ack"), op }),
  z.strictObject({ ...FIELDS, type: z.literal("store.stale-read"), lag: DurationText }),
  z.strictObject({ ...TIMING_FIELDS, type: z.literal("store.lost-writes"), window: DurationText }),
  z.strictObject({ ...FIELDS, type: z.literal("deliver.duplicate"), op }),
]);
