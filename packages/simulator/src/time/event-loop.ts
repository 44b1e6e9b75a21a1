import type { Pace } from "./pace.ts";
import { SimDeadlock } from "./sim-deadlock.ts";
import { SimEscape } from "./sim-escape.ts";
import type { Timeline } from "./timeline.ts";

interface EventLoop {
  readonly timeline: Timeline;
  /** Names of tasks that have to end. */
  readonly tasks: ReadonlyMap<object, string>;
  readonly until: () => boolean;
  readonly pace?: Pace;
  /** Default: 1. */
  readonly turnsPerEvent?: number;
  /** Default: never. */
  readonly settlesInMicrotasks?: () => boolean;
  /** Default: false. */
  readonly isStrict?: boolean;
  /** Default: 1,000,000. */
  readonly eventsPerInstantMax?: number;
}

/**
 * Runs a timeline's events one by one until none is left or `until` says so.
 *
 * @throws {SimDeadlock} tasks wait and no event is left, or time stands still
 * @throws {SimEscape} in strict mode: work went on outside virtual time
 */
export async function runEvents(loop: EventLoop): Promise<void> {
  const { timeline, tasks, until, pace, eventsPerInstantMax = 1e6 } = loop;
  let instantMs = timeline.nowMs();
  let eventsAtInstant = 0;
  const settle = loop.isStrict === true ? createStrictSettling(loop) : createSettling(loop);
  await settle();
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
    await settle();
  }
}

/** So many events in a row may do without a turn; then timers and signals get one. */
const TURN_EVERY_EVENTS = 256;

/** Waits until all that an event causes has happened. */
function createSettling(loop: EventLoop): () => Promise<void> {
  const { turnsPerEvent = 1, settlesInMicrotasks = () => false } = loop;
  let eventsWithoutTurn = 0;
  return async () => {
    if (turnsPerEvent === 1 && settlesInMicrotasks() && eventsWithoutTurn < TURN_EVERY_EVENTS) {
      eventsWithoutTurn += 1;
      await microtasksDone();
      // What the event caused may need turns after all.
      if (settlesInMicrotasks()) return;
    }
    eventsWithoutTurn = 0;
    for (let turn = 0; turn < turnsPerEvent; turn += 1) await nextTurn();
  };
}

/** Turns in which nothing may move any more. */
const QUIET_TURNS = 3;

/** What Node calls work that ends in real time: timers, files, look-ups and connections. */
const REAL_WORK = /^(Timeout|FSReq|GetAddrInfo|TCP|TLS)/;

/** Settles, and throws when anything is still at work. What ran before the loop does not count. */
function createStrictSettling(loop: EventLoop): () => Promise<void> {
  const { timeline, tasks, turnsPerEvent = 1 } = loop;
  let before = realWork();
  return async () => {
    for (let turn = 0; turn < turnsPerEvent; turn += 1) await nextTurn();
    const [changes, waiting] = [timeline.changes(), tasks.size];
    const atWork = realWork();
    const escaped = firstBeyond(before, atWork);
    const escape = (what: string): SimEscape =>
      new SimEscape(timeline.nowMs(), timeline.currentKey(), what);
    if (escaped !== undefined) throw escape(`work in real time (${escaped})`);
    // What ends of the work from before must not hide work that begins later.
    before = atWork;
    for (let turn = 0; turn < QUIET_TURNS; turn += 1) await nextTurn();
    if (timeline.changes() !== changes || tasks.size !== waiting)
      throw escape("something moved when all should have been still");
  };
}

function realWork(): readonly string[] {
  return process.getActiveResourcesInfo().filter((kind) => REAL_WORK.test(kind));
}

/** The first kind of which there is more now than before. */
function firstBeyond(before: readonly string[], now: readonly string[]): string | undefined {
  const known = [...before];
  return now.find((kind) => {
    const at = known.indexOf(kind);
    if (at >= 0) known.splice(at, 1);
    return at < 0;
  });
}

/** A tick that is asked for in a microtask comes when no microtask is left. */
function microtasksDone(): Promise<void> {
  return new Promise((resolve) => {
    process.nextTick(resolve);
  });
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
