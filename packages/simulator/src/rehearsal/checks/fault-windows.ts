import type { SwitchyardEvent } from "@switchyard/contract";
import type { Phase } from "../../scenario/check-document.ts";
import type { CheckScope } from "../../scenario/scenario.ts";

/** When a fault was in force, on the wall clock. */
export interface FaultWindow {
  readonly fault: string;
  readonly fromMs: number;
  /** Absent: it still is. */
  readonly untilMs?: number;
}

/** The windows after one more event. */
export function stepFaultWindows(
  windows: readonly FaultWindow[],
  event: SwitchyardEvent,
): readonly FaultWindow[] {
  if (event.type === "fault-started")
    return [...windows, { fault: event.fault, fromMs: event.atMs }];
  if (event.type !== "fault-ended") return windows;
  return windows.map((window) =>
    window.fault === event.fault && window.untilMs === undefined
      ? { fault: window.fault, fromMs: window.fromMs, untilMs: event.atMs }
      : window,
  );
}

/** Whether an instant lies in a scope. */
export function isInScope(
  scope: CheckScope,
  windows: readonly FaultWindow[],
  atMs: number,
): boolean {
  switch (scope.kind) {
    case "all":
      return true;
    case "phase":
      return phaseAt(windows, atMs) === scope.phase;
    case "fault":
      return windows.some((window) => window.fault === scope.fault && covers(window, atMs));
    default:
      return scope satisfies never;
  }
}

/** `baseline` before the first fault, `fault` while one is in force, `recovery` otherwise. */
function phaseAt(windows: readonly FaultWindow[], atMs: number): Phase {
  if (windows.some((window) => covers(window, atMs))) return "fault";
  return windows.some(({ fromMs }) => fromMs <= atMs) ? "recovery" : "baseline";
}

function covers({ fromMs, untilMs = Infinity }: FaultWindow, atMs: number): boolean {
  return fromMs <= atMs && atMs < untilMs;
}
