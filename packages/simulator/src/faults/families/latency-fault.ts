import { Count, DurationText } from "@switchyard/contract";
import { parseDurationMs } from "@switchyard/policy";
import { z } from "zod";
import type { CapacityEffect, LatencyEffect } from "../fault-effect.ts";
import { type FaultSchedule, SCHEDULE_FIELDS } from "../fault-schedule.ts";
import type { OneOf } from "../one-of.ts";

/** Who is served next: the first to come, the last to come, or all at once at a share of the speed. */
export const DISCIPLINES = ["fifo", "lifo", "ps"] as const;
export type Discipline = (typeof DISCIPLINES)[number];

/** Time before an answer. */
export type LatencyBehaviour =
  | {
      readonly type: "latency.added";
      /** Exactly one: a wait on top, or a factor of the model's own latency. */
      readonly add?: DurationText;
      readonly times?: number;
    }
  | {
      /**
       * The provider serves so many calls at once and lets the others wait, so load makes latency.
       * One queue for each provider that the target names.
       */
      readonly type: "latency.queue";
      readonly servers: number;
      /** Default: fifo. */
      readonly discipline?: Discipline;
      /** Calls that may wait; the next one is refused as overloaded. Default: 10,000. */
      readonly waitingMax?: number;
      /** Whether work goes on that nobody waits for any more. Default: true. */
      readonly abandonedWorkCounts?: boolean;
      /** The provider's own gateway gives a call up after this long: 504. Default: never. */
      readonly gatewayTimeout?: DurationText;
    };

/** Bounds the memory of a queue. */
const WAITING_MAX = 10_000;

export const LatencyFault: OneOf<FaultSchedule & LatencyBehaviour> = z.discriminatedUnion("type", [
  z
    .strictObject({
      ...SCHEDULE_FIELDS,
      type: z.literal("latency.added"),
      add: DurationText.exactOptional(),
      times: z.number().positive().exactOptional(),
    })
    .refine(({ add, times }) => (add === undefined) !== (times === undefined), {
      error: "give either add, such as 3s, or times, such as 2.5",
    }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("latency.queue"),
    servers: Count,
    discipline: z.enum(DISCIPLINES).exactOptional(),
    waitingMax: z.int().nonnegative().exactOptional(),
    abandonedWorkCounts: z.boolean().exactOptional(),
    gatewayTimeout: DurationText.exactOptional(),
  }),
]);

export function latencyEffect(behaviour: LatencyBehaviour): LatencyEffect | CapacityEffect {
  switch (behaviour.type) {
    case "latency.added":
      return {
        stage: "latency",
        addMs: behaviour.add === undefined ? 0 : parseDurationMs(behaviour.add),
        times: behaviour.times ?? 1,
      };
    case "latency.queue":
      return {
        stage: "capacity",
        servers: behaviour.servers,
        discipline: behaviour.discipline ?? "fifo",
        waitingMax: behaviour.waitingMax ?? WAITING_MAX,
        abandonedWorkCounts: behaviour.abandonedWorkCounts ?? true,
        ...(behaviour.gatewayTimeout !== undefined && {
          gatewayTimeoutMs: parseDurationMs(behaviour.gatewayTimeout),
        }),
      };
    default:
      return behaviour satisfies never;
  }
}
