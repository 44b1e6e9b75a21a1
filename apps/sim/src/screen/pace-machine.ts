/** How fast the rehearsal may go. */
export interface PaceState {
  readonly isPaused: boolean;
  /** Virtual seconds per second; `Infinity` holds nothing back. */
  readonly speed: number;
}

/** A pace and the instant it counts from. */
export interface PaceMachine extends PaceState {
  /** Nothing is held back any more. */
  readonly isReleased: boolean;
  /** Events that may happen although it is paused. */
  readonly steps: number;
  /** An instant known on both clocks; absent before the first event. */
  readonly anchor?: { readonly wallMs: number; readonly virtualMs: number };
}

/** Speeds that the keys step through. */
const SPEEDS: readonly number[] = [0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, Infinity];

/** A rehearsal this far behind the wall clock does not hurry to catch up. */
const LAG_MS_MAX = 250;

/** Real milliseconds until the event at `atMs` is due; `Infinity` while paused. */
export function dueInMs(machine: PaceMachine, atMs: number, wallMs: number): number {
  const { isReleased, isPaused, steps, speed, anchor } = machine;
  if (isReleased) return 0;
  if (isPaused) return steps > 0 ? 0 : Infinity;
  if (speed === Infinity || anchor === undefined) return 0;
  return anchor.wallMs + (atMs - anchor.virtualMs) / speed - wallMs;
}

/** The machine after the event at `atMs` happened. */
export function passEvent(machine: PaceMachine, atMs: number, wallMs: number): PaceMachine {
  const { isPaused, speed, anchor } = machine;
  if (isPaused) {
    const steps = Math.max(0, machine.steps - 1);
    return { ...machine, steps, anchor: { wallMs, virtualMs: atMs } };
  }
  const isLate = anchor !== undefined && dueInMs(machine, atMs, wallMs) < -LAG_MS_MAX;
  if (anchor !== undefined && speed !== Infinity && !isLate) return machine;
  return { ...machine, anchor: { wallMs, virtualMs: atMs } };
}

/**
 * The machine under another pace, counted from now.
 *
 * @param nextAtMs the event that waits: virtual time has not gone past it
 */
export function changePace(
  machine: PaceMachine,
  change: Partial<Pick<PaceMachine, "isPaused" | "speed" | "steps" | "isReleased">>,
  wallMs: number,
  nextAtMs: number | undefined,
): PaceMachine {
  const { anchor, isPaused, speed } = machine;
  if (anchor === undefined) return { ...machine, ...change };
  const isStill = isPaused || speed === Infinity;
  const flown = anchor.virtualMs + (isStill ? 0 : (wallMs - anchor.wallMs) * speed);
  const virtualMs = Math.min(flown, nextAtMs ?? flown);
  return { ...machine, ...change, anchor: { wallMs, virtualMs } };
}

/** The machine without an instant to count from: the next event may happen, and is counted from. */
export function unanchored({ isPaused, speed, isReleased, steps }: PaceMachine): PaceMachine {
  return { isPaused, speed, isReleased, steps };
}

/** The next known speed in a direction; the last one stays. */
export function neighbourSpeed(speed: number, by: 1 | -1): number {
  const at = SPEEDS.findIndex((known) => known >= speed);
  return SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, at + by))] ?? speed;
}
