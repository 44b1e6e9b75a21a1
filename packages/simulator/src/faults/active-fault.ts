import type { Rng } from "@switchyard/contract";
import { parseDurationMs, parseShare } from "@switchyard/policy";
import { stageOf } from "./draw-effect.ts";
import type { AimedTarget } from "./fault-target.ts";
import type { FaultTimes } from "./fault-times.ts";
import type { CallFault } from "./fault.ts";
import type { SlidingWindow } from "./sliding-window.ts";

/** What a fault has done so far. */
export interface FaultProgress {
  /** Calls that it was aimed at while in force, by its sequence. */
  aimed: number;
  /** Calls that it hit. */
  hits: number;
}

/** A fault of calls, read and ready to be asked. */
export interface ActiveFault extends FaultTimes {
  readonly target: AimedTarget;
  readonly fault: CallFault;
  /** Place of its family. */
  readonly stage: number;
  readonly share: number;
  readonly rampMs: number;
  /** Length of a pulse and of a pulse with its pause; absent: always on. */
  readonly pulse: { readonly onMs: number; readonly periodMs: number } | undefined;
  readonly rng: Rng;
  /** Request and token windows, one of each per provider. */
  readonly windows: Map<string, SlidingWindow>;
  readonly progress: FaultProgress;
}

export function activate(
  fault: CallFault,
  { fromMs, untilMs, target }: FaultTimes & { readonly target: AimedTarget },
  rng: Rng,
): ActiveFault {
  const { share, ramp, pulse } = fault;
  return {
    fromMs,
    untilMs,
    target,
    fault,
    stage: stageOf(fault),
    share: share === undefined ? 1 : parseShare(share),
    rampMs: ramp === undefined ? 0 : parseDurationMs(ramp),
    pulse: pulse && readPulse(parseDurationMs(pulse.on), parseDurationMs(pulse.off)),
    rng: rng.fork(`fault/${fault.id}`),
    windows: new Map(),
    progress: { aimed: 0, hits: 0 },
  };
}

function readPulse(onMs: number, offMs: number): ActiveFault["pulse"] {
  return { onMs, periodMs: onMs + offMs };
}

/** Whether its time has come, and its pulse is on. */
export function isInForce({ fromMs, untilMs, pulse }: ActiveFault, atMs: number): boolean {
  if (atMs < fromMs || atMs >= untilMs) return false;
  return pulse === undefined || (atMs - fromMs) % pulse.periodMs < pulse.onMs;
}

/** Share of calls hit now: in a ramp it grows in a straight line. */
export function shareAt({ share, fromMs, rampMs }: ActiveFault, atMs: number): number {
  return rampMs === 0 ? share : share * Math.min(1, (atMs - fromMs) / rampMs);
}
