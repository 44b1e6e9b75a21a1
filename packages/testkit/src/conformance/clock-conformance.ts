import { strict as assert } from "node:assert";
import type { Clock, ConformanceCheck } from "@switchyard/contract";

/** A clock to be held to the rules of {@link Clock}. */
export interface ClockSubject {
  /** Makes a clock, at any instant. */
  readonly open: () => ClockInHand | Promise<ClockInHand>;
}

/** A clock, and the hand that moves it. */
export interface ClockInHand {
  readonly clock: Clock;
  /** Lets so much time pass, or more; what was due by then has happened when it resolves. */
  readonly pass: (durationMs: number) => Promise<void>;
}

/** Node's timers may fire up to a millisecond early by the monotonic clock. */
const EARLY_MS_MAX = 1;
/** Rounding of two clocks that are read one after the other, and of fractions. */
const READING_MS = 5;

/** What every clock must do, whether its time is the machine's or a rehearsal's. */
export function clockConformance({ open }: ClockSubject): readonly ConformanceCheck[] {
  return [...readingChecks(open), ...sleepChecks(open), ...deadlineChecks(open)];
}

function readingChecks(open: ClockSubject["open"]): readonly ConformanceCheck[] {
  return [
    {
      name: "monotonic and wall time go on by what passes, and neither goes back",
      run: async () => {
        const { clock, pass } = await open();
        let [nowMs, epochMs] = [clock.nowMs(), clock.epochMs()];
        for (const durationMs of [0, 20, 50]) {
          await pass(durationMs);
          const passedMs = clock.nowMs() - nowMs;
          const byWallMs = clock.epochMs() - epochMs;
          assert(passedMs >= durationMs - EARLY_MS_MAX, `${passedMs} ms of ${durationMs} passed`);
          assert(Math.abs(passedMs - byWallMs) <= READING_MS, `${passedMs} and ${byWallMs} ms`);
          [nowMs, epochMs] = [clock.nowMs(), clock.epochMs()];
        }
      },
    },
    {
      name: "wall time is milliseconds since 1970",
      run: async () => {
        const { clock } = await open();
        // From 2001 to 5138: seconds and microseconds since 1970 are far outside.
        assert(clock.epochMs() > 1e12 && clock.epochMs() < 1e14, `${clock.epochMs()}`);
      },
    },
  ];
}

function sleepChecks(open: ClockSubject["open"]): readonly ConformanceCheck[] {
  return [
    {
      name: "a sleep ends after its time, never before, and a shorter one first",
      run: async () => {
        const { clock, pass } = await open();
        const ends: string[] = [];
        const startedMs = clock.nowMs();
        const slept = async (durationMs: number): Promise<void> => {
          await clock.sleep(durationMs);
          const tookMs = clock.nowMs() - startedMs;
          ends.push(tookMs < durationMs - EARLY_MS_MAX ? `${durationMs} early` : `${durationMs}`);
        };
        const all = [slept(60), slept(20.5), slept(0)];
        await pass(65);
        assert.deepEqual(ends, ["0", "20.5", "60"]);
        await Promise.all(all);
      },
    },
    {
      name: "an abort ends a sleep at once, with the signal's own reason",
      run: async () => {
        const { clock, pass } = await open();
        const controller = new AbortController();
        const reason = { why: "the caller left" };
        const ended = clock.sleep(3_600_000, controller.signal).catch((error: unknown) => error);
        await pass(1);
        controller.abort(reason);
        assert.equal(await ended, reason);
      },
    },
    {
      name: "a sleep whose signal is aborted already does not begin",
      run: async () => {
        const { clock } = await open();
        const reason = new Error("the caller left before");
        const slept = clock.sleep(3_600_000, AbortSignal.abort(reason));
        assert.equal(await slept.catch((error: unknown) => error), reason);
      },
    },
    {
      name: "an abort after a sleep's end is no matter",
      run: async () => {
        const { clock, pass } = await open();
        const controller = new AbortController();
        const slept = clock.sleep(5, controller.signal);
        await pass(10);
        controller.abort();
        assert.equal(await slept, undefined);
      },
    },
  ];
}

function deadlineChecks(open: ClockSubject["open"]): readonly ConformanceCheck[] {
  return [
    {
      name: "a deadline aborts with a TimeoutError when its time is over",
      run: async () => {
        const { clock, pass } = await open();
        const { signal } = clock.deadline(20);
        assert.equal(signal.aborted, false);
        await pass(25);
        assert.equal(signal.aborted, true);
        assert.equal(Object(signal.reason).name, "TimeoutError");
      },
    },
    {
      name: "a deadline that is cancelled never aborts, however often it is cancelled",
      run: async () => {
        const { clock, pass } = await open();
        const { signal, cancel } = clock.deadline(20);
        cancel();
        cancel();
        await pass(25);
        assert.equal(signal.aborted, false);
      },
    },
    {
      name: "a deadline that is cancelled after its end stays aborted",
      run: async () => {
        const { clock, pass } = await open();
        const { signal, cancel } = clock.deadline(5);
        await pass(10);
        cancel();
        assert.equal(signal.aborted, true);
      },
    },
    {
      name: "a time longer than a timer can wait does not end at once",
      run: async () => {
        const { clock, pass } = await open();
        const controller = new AbortController();
        const { signal, cancel } = clock.deadline(Number.MAX_SAFE_INTEGER);
        let isOver = false;
        const slept = clock.sleep(Number.MAX_SAFE_INTEGER, controller.signal).then(
          () => (isOver = true),
          () => {},
        );
        await pass(20);
        assert.equal(signal.aborted || isOver, false);
        cancel();
        controller.abort();
        await slept;
      },
    },
  ];
}
