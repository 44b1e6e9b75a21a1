import { DurationText } from "@switchyard/contract";
import { z } from "zod";
import { TIMING_FIELDS, type FaultTiming } from "../fault-schedule.ts";
import type { OneOf } from "../one-of.ts";

/** Where in the way of a request a process dies. */
export const CRASH_POINTS = [
  "before-reserve",
  "after-reserve",
  "mid-call",
  "after-call",
  "after-settle",
] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

/** A duration with its sign, such as `+5m` or `-1h`. */
export type SignedDurationText = string;

/** The router's own process, its clock, its disk and its policy. */
export type RouterBehaviour =
  | {
      /**
       * At the first request that comes to this point the process dies with all it has in flight.
       * A new one goes on over the same ledger, at once or, with `for`, after that time.
       */
      readonly type: "router.crash";
      readonly point: CrashPoint;
    }
  /** The process stands still for `for`: nothing it waits for is heard before the end. */
  | { readonly type: "router.pause" }
  | {
      /** The process's wall clock is off, and with `ramp` drifts there in a straight line. */
      readonly type: "clock.skew";
      readonly by: SignedDurationText;
      readonly ramp?: DurationText;
    }
  /** The process's wall clock jumps, and jumps back at the fault's end. */
  | { readonly type: "clock.jump"; readonly by: SignedDurationText }
  /** The disk of the process's journal is full: no event of the router is written. */
  | { readonly type: "journal.full" }
  | {
      /**
       * A changed policy is pushed, and the one before again at the fault's end. What the change
       * breaks is refused; what it merely makes unwise comes into force.
       */
      readonly type: "policy.push";
      /** New values by JSON pointer into the policy, such as `/defaults/attempts/max: 10`. */
      readonly set: Readonly<Record<string, unknown>>;
    };

const signed = z.string().regex(/^[+-](\d{1,7}(\.\d{1,3})?(ms|s|m|h|d)){1,5}$/, {
  error: "write a duration with its sign, such as +5m or -1h",
});

/** New values by JSON pointer into a policy. */
export const PolicyChange: z.ZodType<Readonly<Record<string, unknown>>> = z
  .record(
    z.string().regex(/^(\/[^/]+)+$/, { error: "write a JSON pointer, such as /defaults/attempts" }),
    z.unknown(),
  )
  .refine((set) => Object.keys(set).length > 0, {
    error: "change at least one value, such as { /defaults/attempts/max: 10 }",
  });

export const RouterFault: OneOf<FaultTiming & RouterBehaviour> = z.discriminatedUnion("type", [
  z.strictObject({
    ...TIMING_FIELDS,
    type: z.literal("router.crash"),
    point: z.enum(CRASH_POINTS),
  }),
  z.strictObject({ ...TIMING_FIELDS, type: z.literal("router.pause"), for: DurationText }),
  z.strictObject({
    ...TIMING_FIELDS,
    type: z.literal("clock.skew"),
    by: signed,
    ramp: DurationText.exactOptional(),
  }),
  z.strictObject({ ...TIMING_FIELDS, type: z.literal("clock.jump"), by: signed }),
  z.strictObject({ ...TIMING_FIELDS, type: z.literal("journal.full") }),
  z.strictObject({ ...TIMING_FIELDS, type: z.literal("policy.push"), set: PolicyChange }),
]);
