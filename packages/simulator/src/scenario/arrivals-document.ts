import { DurationText, PercentText } from "@switchyard/contract";
import { z } from "zod";

/** So many in a second, a minute or an hour, such as `30/s` or `0.5/m`. Above 0. */
export type RateText = string;

/** A duration, or a log-normal distribution of durations. */
export type SpreadDocument =
  DurationText | { readonly lognormal: { readonly p50: DurationText; readonly p95: DurationText } };

/**
 * When requests come, in place of the trace's own instants. Open: whatever becomes of the ones
 * before, at a rate that is steady (`poisson`), follows the hour of the day (`diurnal`), or is
 * `times` as high for a while again and again (`bursty`).
 */
export type OpenArrivalsDocument = {
  readonly model: "open";
  /** Of `diurnal` the mean of a day, of `bursty` what holds outside of bursts. */
  readonly rate: RateText;
} & (
  | { readonly process: "poisson" }
  | {
      readonly process: "diurnal";
      /** How far the rate swings around its mean: `80%` is from a fifth to nine fifths of it. */
      readonly amplitude: PercentText;
      /** Hour of the day (UTC) with the greatest rate, 0 to 24. */
      readonly peakHour: number;
    }
  | {
      readonly process: "bursty";
      readonly bursts: {
        /** From the start of one burst to that of the next; the first begins so long after the start. */
        readonly every: DurationText;
        readonly for: DurationText;
        /** 1 to 100 times the rate. */
        readonly times: number;
      };
    }
);

/** Closed: users who wait for their answer, think, and ask for something else. */
export interface ClosedArrivalsDocument {
  readonly model: "closed";
  /** At most 10,000. */
  readonly users: number;
  /** From an answer to the next ask of the same user. */
  readonly think: SpreadDocument;
  /** How long a user waits before giving up, whatever the ask's own limit. Default: for ever. */
  readonly patience?: DurationText;
  /** Asks the same again where no model answered, at most so often. Default: never. */
  readonly reasks?: {
    /** 1 to 100. */
    readonly max: number;
    /** From the end of an ask to the next. */
    readonly after: DurationText;
  };
}

export type ArrivalsDocument = OpenArrivalsDocument | ClosedArrivalsDocument;

const WRITE_RATE = "write a rate above 0, such as 30/s, 20/m or 0.5/h";

const RateText: z.ZodType<RateText> = z
  .string(WRITE_RATE)
  .regex(/^(?=.*[1-9])\d{1,6}(\.\d{1,6})?\/[smh]$/, { error: WRITE_RATE });

const open = { model: z.literal("open"), rate: RateText };

const spread = z.union(
  [
    DurationText,
    z.strictObject({ lognormal: z.strictObject({ p50: DurationText, p95: DurationText }) }),
  ],
  { error: "write a duration, such as 20s, or { lognormal: { p50: 20s, p95: 1m } }" },
);

/** Parses arrivals. Strict. */
export const ArrivalsDocument: z.ZodType<ArrivalsDocument> = z.discriminatedUnion("model", [
  z.discriminatedUnion("process", [
    z.strictObject({ ...open, process: z.literal("poisson") }),
    z.strictObject({
      ...open,
      process: z.literal("diurnal"),
      amplitude: PercentText.refine((text) => Number.parseFloat(text) <= 100, {
        error: "a rate swings by 100% at most: it cannot fall below nothing",
      }),
      peakHour: z.number().min(0).max(24),
    }),
    z.strictObject({
      ...open,
      process: z.literal("bursty"),
      bursts: z.strictObject({
        every: DurationText,
        for: DurationText,
        times: z.number().min(1).max(100),
      }),
    }),
  ]),
  z.strictObject({
    model: z.literal("closed"),
    users: z.int().min(1).max(10_000),
    think: spread,
    patience: DurationText.exactOptional(),
    reasks: z.strictObject({ max: z.int().min(1).max(100), after: DurationText }).exactOptional(),
  }),
]);
