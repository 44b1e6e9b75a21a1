import type { Pace } from "./pace.ts";
import { SimDeadlock } from "./sim-deadlock.ts";
import type { Timeline } from "./timeline.ts";

interface EventLoop {
  readonly timeline: Timeline;
  /** Names of tasks that have to end. */
  readonly tasks: ReadonlyMap<object, string>;
  readonly until: () => boolean;
  readonly pace?: Pace;
  /** Default: 1. */
  readonly turnsPerEvent?: number;
  /** Default: 1,000,000. */
  readonly eventsPerInstantMax?: number;
}

/**
 * Runs a timeline's events one by one until none is left or `until` says so.
 *
 * @throws {SimDeadlock} tasks wait and no event is left, or time stands still
 */
export async function runEvents(loop: EventLoop): Promise<void> {
  const { timeline, tasks, until, pace, turnsPerEvent = 1, eventsPerInstantMax = 1e6 } = loop;
  let instantMs = timeline.nowMs();
  let eventsAtInstant = 0;
  await settle(turnsPerEvent);
  while (!until()) {
    const next = timeline.peek();
    if (next === undefined) {
      if (tasks.size > 0) throw new SimDeadlock(timeline.nowMs(), whoWaits(tasks));
      return;
    }
    const hold = pace?.beforeEvent(next.atMs);
    if (hold !== undefined) {
      await hold;
      if (until()) return;
    }
    if (!timeline.step()) continue;
    eventsAtInstant = timeline.nowMs() > instantMs ? 1 : eventsAtInstant + 1;
    instantMs = timeline.nowMs();
    if (eventsAtInstant > eventsPerInstantMax) {
      throw new SimDeadlock(instantMs, `${eventsPerInstantMax} events ran and none moved it on`);
    }
    await settle(turnsPerEvent);
  }
}

async function settle(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
}

/** Node drains ticks and microtasks before an immediate, so all consequences have come by then. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function whoWaits(tasks: ReadonlyMap<object, string>): string {
  const [first = ""] = tasks.values();
  const named = first === "" ? "" : `, ${JSON.stringify(first)} first`;
  return (
    `${tasks.size} task(s) wait${named}, but no event is left. ` +
    "Something waits outside the clock, or a promise never settles"
  );
}
