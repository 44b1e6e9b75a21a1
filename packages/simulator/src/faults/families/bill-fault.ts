import { z } from "zod";
import type { BillEffect } from "../fault-effect.ts";
import { type FaultSchedule, SCHEDULE_FIELDS } from "../fault-schedule.ts";
import type { OneOf } from "../one-of.ts";

/** What a call costs changes, and nothing else tells it. */
export type BillBehaviour =
  | {
      /** The provider charges so many times the catalogue's price, unannounced. */
      readonly type: "price.change";
      readonly times: number;
    }
  /** No prompt is found in the provider's cache, so all input is charged in full. */
  | { readonly type: "cache.cold" };

export const BillFault: OneOf<FaultSchedule & BillBehaviour> = z.discriminatedUnion("type", [
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("price.change"),
    times: z.number().positive(),
  }),
  z.strictObject({ ...SCHEDULE_FIELDS, type: z.literal("cache.cold") }),
]);

export function billEffect(behaviour: BillBehaviour): BillEffect {
  switch (behaviour.type) {
    case "price.change":
      return { stage: "bill", how: "price", times: behaviour.times };
    case "cache.cold":
      return { stage: "bill", how: "cold" };
    default:
      return behaviour satisfies never;
  }
}
