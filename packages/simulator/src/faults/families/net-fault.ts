import { DurationText } from "@switchyard/contract";
import { parseDurationMs } from "@switchyard/policy";
import { z } from "zod";
import type { BodyEffect, ConnectionEffect, LatencyEffect } from "../fault-effect.ts";
import { type FaultSchedule, SCHEDULE_FIELDS } from "../fault-schedule.ts";
import type { OneOf } from "../one-of.ts";

/** No connection, or one that breaks. */
export type NetBehaviour =
  /** No connection: `ECONNREFUSED`. */
  | { readonly type: "net.refused" }
  | {
      /** The connection breaks: `ECONNRESET`. */
      readonly type: "net.reset";
      /**
       * When: as it is made, while the caller waits for headers, or between headers and the first
       * byte of the body. Default: waiting.
       */
      readonly during?: "connect" | "waiting" | "headers";
    }
  | {
      /** The provider's name has no address, or the resolver gives no answer. */
      readonly type: "net.dns";
      /** Default: ENOTFOUND. */
      readonly code?: "ENOTFOUND" | "EAI_AGAIN";
    }
  | {
      /** The provider's certificate does not count. */
      readonly type: "net.tls";
      /** Expired, or made out to another host. Default: expired. */
      readonly reason?: "expired" | "hostname";
    }
  | {
      /** The connection takes long; after ten seconds, as in undici, it is given up. */
      readonly type: "net.slow-connect";
      readonly wait: DurationText;
    }
  /** Silence until the caller gives up. */
  | { readonly type: "net.blackhole" };

/** `connectTimeout` of undici, the client behind Node's `fetch`. */
export const CONNECT_TIMEOUT_MS = 10_000;

export const NetFault: OneOf<FaultSchedule & NetBehaviour> = z.discriminatedUnion("type", [
  z.strictObject({ ...SCHEDULE_FIELDS, type: z.literal("net.refused") }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("net.reset"),
    during: z.enum(["connect", "waiting", "headers"]).exactOptional(),
  }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("net.dns"),
    code: z.enum(["ENOTFOUND", "EAI_AGAIN"]).exactOptional(),
  }),
  z.strictObject({
    ...SCHEDULE_FIELDS,
    type: z.literal("net.tls"),
    reason: z.enum(["expired", "hostname"]).exactOptional(),
  }),
  z.strictObject({ ...SCHEDULE_FIELDS, type: z.literal("net.slow-connect"), wait: DurationText }),
  z.strictObject({ ...SCHEDULE_FIELDS, type: z.literal("net.blackhole") }),
]);

export function netEffect(behaviour: NetBehaviour): ConnectionEffect | LatencyEffect | BodyEffect {
  switch (behaviour.type) {
    case "net.refused":
      return { stage: "connection", how: "refused" };
    case "net.reset":
      if (behaviour.during === "headers") return { stage: "body", how: "cut", after: 0 };
      return {
        stage: "connection",
        how: behaviour.during === "connect" ? "reset-early" : "reset",
      };
    case "net.dns":
      return {
        stage: "connection",
        how: behaviour.code === "EAI_AGAIN" ? "unresolved" : "unknown",
      };
    case "net.tls":
      return {
        stage: "connection",
        how: behaviour.reason === "hostname" ? "wrong-host" : "expired",
      };
    case "net.slow-connect": {
      const waitMs = parseDurationMs(behaviour.wait);
      if (waitMs < CONNECT_TIMEOUT_MS) return { stage: "latency", addMs: waitMs, times: 1 };
      return { stage: "connection", how: "connect-timeout", waitMs: CONNECT_TIMEOUT_MS };
    }
    case "net.blackhole":
      return { stage: "connection", how: "silent" };
    default:
      return behaviour satisfies never;
  }
}
