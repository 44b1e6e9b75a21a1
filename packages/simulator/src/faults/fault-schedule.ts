import { Count, DurationText, Id, PercentText } from "@switchyard/contract";
import { z } from "zod";
import { FaultTarget } from "./fault-target.ts";

/** When a fault is in force. */
export interface FaultTiming {
  readonly id: string;
  /** Start, counted from the start of the rehearsal, or from the end of the fault in `afterFault`. */
  readonly at: DurationText;
  /** Default: to the end of the rehearsal. */
  readonly for?: DurationText;
  /** An earlier fault, which has an end. */
  readonly afterFault?: string;
  /** It is part of the world: no phase counts it, and it may hit nothing. Default: false. */
  readonly ambient?: boolean;
}

/** On for a while, off for a while, and again; on first. */
export interface FaultPulse {
  readonly on: DurationText;
  readonly off: DurationText;
}

/** What shares one draw: each call by itself, all calls of an ask, or all of a segment. */
export const STICKINESS = ["call", "ask", "segment"] as const;
export type Stickiness = (typeof STICKINESS)[number];

/** When and whom a fault of calls hits. */
export interface FaultSchedule extends FaultTiming {
  readonly target: FaultTarget;
  /** Share of the target's calls that are hit. Default: 100%. */
  readonly share?: PercentText;
  /** What is drawn together. Default: call. */
  readonly sticky?: Stickiness;
  /** At most so many calls are hit, the first ones. Default: no limit. */
  readonly callsMax?: number;
  /** Time in which the share grows from nothing to its full size. Default: at once. */
  readonly ramp?: DurationText;
  /** Default: in force all the time. */
  readonly pulse?: FaultPulse;
  /** What becomes of the target's calls one by one, over and over. Default: all fail. */
  readonly sequence?: readonly ("fail" | "ok")[];
}

/** Schemas of the keys of `Value`, whether they may be left out or not. */
export type FieldsOf<Value> = {
  readonly [Key in keyof Value]-?: z.ZodType<Exclude<Value[Key], undefined>>;
};

/** A share of at most everything. */
export const ShareText: z.ZodType<PercentText> = PercentText.refine(
  (text) => Number.parseFloat(text) <= 100,
  { error: "write a share of at most 100%" },
);

/** Turns of a sequence, at most. */
const SEQUENCE_MAX = 1000;

export const TIMING_FIELDS: FieldsOf<FaultTiming> = {
  id: Id,
  at: DurationText,
  for: DurationText.exactOptional(),
  afterFault: Id.exactOptional(),
  ambient: z.boolean().exactOptional(),
};

export const SCHEDULE_FIELDS: FieldsOf<FaultSchedule> = {
  ...TIMING_FIELDS,
  target: FaultTarget,
  share: ShareText.exactOptional(),
  sticky: z.enum(STICKINESS).exactOptional(),
  callsMax: Count.exactOptional(),
  ramp: DurationText.exactOptional(),
  pulse: z.strictObject({ on: DurationText, off: DurationText }).exactOptional(),
  sequence: z
    .array(z.enum(["fail", "ok"]))
    .min(1)
    .max(SEQUENCE_MAX)
    .exactOptional(),
};
