import { z } from "zod";
import { BillFault, type BillBehaviour } from "./families/bill-fault.ts";
import { BodyFault, type BodyBehaviour } from "./families/body-fault.ts";
import { HttpFault, type HttpBehaviour } from "./families/http-fault.ts";
import { LatencyFault, type LatencyBehaviour } from "./families/latency-fault.ts";
import { NetFault, type NetBehaviour } from "./families/net-fault.ts";
import { RouterFault, type RouterBehaviour } from "./families/router-fault.ts";
import { StoreFault, type StoreBehaviour, type StoreSchedule } from "./families/store-fault.ts";
import { StreamFault, type StreamBehaviour } from "./families/stream-fault.ts";
import {
  TrafficFault,
  type TrafficBehaviour,
  type TrafficSchedule,
} from "./families/traffic-fault.ts";
import type { FaultSchedule, FaultTiming } from "./fault-schedule.ts";

/** What is done to a call of a provider, and with which settings. */
export type FaultBehaviour =
  NetBehaviour | HttpBehaviour | LatencyBehaviour | BodyBehaviour | StreamBehaviour | BillBehaviour;

/** A fault of calls: it is aimed at providers, models and regions. */
export type CallFault = FaultSchedule & FaultBehaviour;

/** A fault around the router: its store, its process, its clock, its callers. */
export type WorldFault =
  | (StoreSchedule & StoreBehaviour)
  | (FaultTiming & RouterBehaviour)
  | (TrafficSchedule & TrafficBehaviour);

/** One thing that goes wrong, as data. */
export type Fault = CallFault | WorldFault;

/** The kinds of faults. */
export type FaultType = Fault["type"];

/** Whether a fault is one of calls. */
export function isCallFault(fault: Fault): fault is CallFault {
  return "target" in fault;
}

const KNOWN_FAULTS = z.discriminatedUnion("type", [
  NetFault,
  HttpFault,
  LatencyFault,
  BodyFault,
  StreamFault,
  BillFault,
  StoreFault,
  RouterFault,
  TrafficFault,
]);

/** Parses one fault of a scenario. Strict: an unknown key or type is an error. */
export const Fault: z.ZodType<Fault> = KNOWN_FAULTS;
