import type { EventBase } from "./event-base.ts";

/** A rehearsal began. */
export interface RehearsalStartedEvent extends EventBase {
  readonly type: "rehearsal-started";
  readonly scenario: string;
  readonly seed: string;
  /** Asks to come; 0: not known before. */
  readonly requests: number;
  readonly durationMs: number;
  /** Opening spend by budget id. */
  readonly openingMicroUsd: Readonly<Record<string, number>>;
}

export interface FaultStartedEvent extends EventBase {
  readonly type: "fault-started";
  readonly fault: string;
  readonly kind: string;
  readonly target: string;
  /** Planned length. */
  readonly durationMs: number;
}

export interface FaultEndedEvent extends EventBase {
  readonly type: "fault-ended";
  readonly fault: string;
}

/** The simulated provider took a call: which fault it applied, and the true quality it gave. */
export interface WireServedEvent extends EventBase {
  readonly type: "wire-served";
  readonly attemptId: string;
  /** Fault ids in the order applied. */
  readonly faults: readonly string[];
  /** HTTP status, or `reset` or `none`. */
  readonly status: number | "reset" | "none";
  /** True quality of the answer, 0 to 1; null where there is none. */
  readonly quality: number | null;
  /** What the provider charges. Absent: what its answer's usage comes to. */
  readonly invoiceMicroUsd?: number;
}

export interface RehearsalEndedEvent extends EventBase {
  readonly type: "rehearsal-ended";
  readonly requests: number;
  readonly interrupted: boolean;
  /** The scenario's stop condition that ended it, such as `availability < 90% for 30s`. */
  readonly stoppedBy?: string;
}

export type RehearsalEvent =
  | RehearsalStartedEvent
  | FaultStartedEvent
  | FaultEndedEvent
  | WireServedEvent
  | RehearsalEndedEvent;
