import type { SwitchyardEvent } from "@switchyard/contract";
import type { Pacer } from "./create-pacer.ts";
import type { Tape } from "./create-tape.ts";

/** What playing at once goes on to. */
export interface Goal {
  readonly isMet: (event: SwitchyardEvent) => boolean;
  /** Whether to pause there. */
  readonly pauses: boolean;
}

/** Plays a tape at a pace from wherever its playhead is. */
export interface Playback {
  /**
   * Moves the playhead by `change`, and asks anew for whatever waits.
   *
   * @param next plays at once until then. Absent: at the pace
   */
  move(change: () => void, next?: Goal): void;
  /** An event is shown. */
  lookAt(event: SwitchyardEvent): void;
  /** Holds an event until what is before it was shown and its time has come. */
  before(atMs: number): Promise<void> | undefined;
  /** Shows what is behind, then lets the event at `atMs` happen; undefined: there is none. */
  play(atMs: number | undefined, isOver: () => boolean): Promise<void>;
}

/** Events between two looks at the keyboard while many are shown at once. */
const EVENTS_PER_TURN = 200;

export function createPlayback(
  tape: Pick<Tape<unknown>, "next" | "advance" | "originAtMs">,
  pacer: Pacer,
): Playback {
  let goal: Goal | undefined;
  let moved = createSignal();

  const lookAt = (event: SwitchyardEvent): void => {
    if (goal === undefined || !goal.isMet(event)) return;
    if (goal.pauses) pacer.pause();
    goal = undefined;
    pacer.restart();
  };
  const holdOf = (atMs: number): Promise<void> | undefined =>
    goal === undefined ? pacer.beforeEvent(atMs) : undefined;
  const sinceOrigin = (event: SwitchyardEvent): number =>
    event.atMs - (tape.originAtMs() ?? event.atMs);

  const play = async (atMs: number | undefined, isOver: () => boolean): Promise<void> => {
    let played = 0;
    while (!isOver()) {
      const event = tape.next();
      if (event === undefined && atMs === undefined) {
        goal = undefined;
        await moved.fired;
        continue;
      }
      const before = moved;
      const hold = holdOf(event === undefined ? (atMs ?? 0) : sinceOrigin(event));
      if (hold !== undefined) await hold;
      if (before !== moved) continue;
      if (event === undefined) return;
      tape.advance();
      lookAt(event);
      played += 1;
      if (played % EVENTS_PER_TURN === 0) await nextTurn();
    }
  };

  return {
    lookAt,
    play,
    move: (change, next) => {
      goal = next;
      change();
      pacer.restart();
      moved.fire();
      moved = createSignal();
    },
    before: (atMs) => {
      if (tape.next() !== undefined) return play(atMs, pacer.isReleased);
      const before = moved;
      const hold = holdOf(atMs);
      return hold?.then(() => (before === moved ? undefined : play(atMs, pacer.isReleased)));
    },
  };
}

function createSignal(): { readonly fired: Promise<void>; fire(): void } {
  let fire = (): void => {};
  const fired = new Promise<void>((resolve) => {
    fire = resolve;
  });
  return { fired, fire: () => fire() };
}

/** Lets keys and drawings have their turn. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
