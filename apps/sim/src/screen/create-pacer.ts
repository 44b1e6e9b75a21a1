import type { Pace } from "@switchyard/simulator";
import { changePace, dueInMs, neighbourSpeed, passEvent, unanchored } from "./pace-machine.ts";
import type { PaceMachine, PaceState } from "./pace-machine.ts";

/** A pace that a viewer controls. Every control takes effect at once. */
export interface Pacer extends Pace {
  state(): PaceState;
  togglePause(): void;
  pause(): void;
  goOn(): void;
  /** What waits is asked for again, and time counts from the next event that happens. */
  restart(): void;
  /** Lets one event happen, then pauses. */
  step(): void;
  slower(): void;
  faster(): void;
  fastest(): void;
  /** Lets go for good: the rehearsal runs freely to its end, or to its abort. */
  release(): void;
  isReleased(): boolean;
}

/** The real time that a pace is measured against. */
export interface WallClock {
  nowMs(): number;
  /** Calls `run` after a time; the returned function prevents that. */
  after(durationMs: number, run: () => void): () => void;
}

/** Waits shorter than this cost more than they show. */
const WAIT_MS_MIN = 1;

/** A pace of `speed` virtual seconds per second of `clock`; `Infinity` holds nothing back. */
export function createPacer(speed: number, clock: WallClock): Pacer {
  let machine: PaceMachine = { isPaused: false, speed, isReleased: false, steps: 0 };
  let waiting: { readonly atMs: number; readonly go: () => void } | undefined;
  let cancelTimer = (): void => {};

  const mayPass = (atMs: number): boolean => {
    const wallMs = clock.nowMs();
    if (dueInMs(machine, atMs, wallMs) > WAIT_MS_MIN) return false;
    machine = passEvent(machine, atMs, wallMs);
    return true;
  };

  const reconsider = (): void => {
    cancelTimer();
    if (waiting === undefined) return;
    const { atMs, go } = waiting;
    if (mayPass(atMs)) {
      waiting = undefined;
      go();
      return;
    }
    const dueMs = dueInMs(machine, atMs, clock.nowMs());
    if (dueMs < Infinity) cancelTimer = clock.after(Math.ceil(dueMs), reconsider);
  };

  const change = (next: Parameters<typeof changePace>[1]): void => {
    machine = changePace(machine, next, clock.nowMs(), waiting?.atMs);
    reconsider();
  };

  return {
    state: () => machine,
    togglePause: () => change({ isPaused: !machine.isPaused, steps: 0 }),
    pause: () => change({ isPaused: true, steps: 0 }),
    goOn: () => change({ isPaused: false, steps: 0 }),
    restart: () => {
      cancelTimer();
      machine = unanchored(machine);
      const go = waiting?.go;
      waiting = undefined;
      go?.();
    },
    step: () => change({ isPaused: true, steps: machine.steps + 1 }),
    slower: () => change({ speed: neighbourSpeed(machine.speed, -1) }),
    faster: () => change({ speed: neighbourSpeed(machine.speed, 1) }),
    fastest: () => change({ speed: Infinity }),
    release: () => change({ isReleased: true }),
    isReleased: () => machine.isReleased,
    beforeEvent: (atMs) => {
      if (mayPass(atMs)) return undefined;
      return new Promise<void>((resolve) => {
        waiting = { atMs, go: resolve };
        reconsider();
      });
    },
  };
}
