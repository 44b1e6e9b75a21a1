import { DurationText, type PercentText } from "@switchyard/contract";
import { z } from "zod";
import { ShareText, TIMING_FIELDS, type FaultTiming } from "../fault-schedule.ts";
import type { OneOf } from "../one-of.ts";

/** When a fault of the asks is in force, and of how many. */
export interface TrafficSchedule extends FaultTiming {
  /** Share of the asks that are hit, each drawn by itself. Default: 100%. */
  readonly share?: PercentText;
}

/** What is wrong with the asks as they come. */
export type TrafficBehaviour =
  | {
      /** The application mistakes what its users want: intents by weight, for each true intent. */
      readonly type: "classifier.drift";
      readonly confusion: Readonly<Record<string, Readonly<Record<string, number>>>>;
    }
  /** The application takes so long to know what is wanted, out of the time that the user waits. */
  | { readonly type: "classifier.slow"; readonly add: DurationText }
  | {
      /** More clients: so many asks in place of each one. 2 to 20. */
      readonly type: "load.surge";
      readonly times: number;
    };

const weights = z
  .record(z.string(), z.number().nonnegative())
  .refine((byIntent) => Object.values(byIntent).some((weight) => weight > 0), {
    error: "give at least one intent a weight, such as { faq: 0.6, triage: 0.4 }",
  });

const FIELDS = { ...TIMING_FIELDS, share: ShareText.exactOptional() };

export const TrafficFault: OneOf<TrafficSchedule & TrafficBehaviour> = z.discriminatedUnion(
  "type",
  [
    z.strictObject({
      ...FIELDS,
      type: z.literal("classifier.drift"),
      confusion: z.record(z.string(), weights),
    }),
    z.strictObject({ ...FIELDS, type: z.literal("classifier.slow"), add: DurationText }),
    z.strictObject({
      ...TIMING_FIELDS,
      type: z.literal("load.surge"),
      for: DurationText,
      times: z.int().min(2).max(20),
    }),
  ],
);
