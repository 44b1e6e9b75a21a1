import { expect, test } from "vitest";
import { createVirtualClock, type VirtualClock } from "./create-virtual-clock.ts";
import { SimDeadlock } from "./sim-deadlock.ts";

function aClock(): VirtualClock {
  return createVirtualClock({ epochMs: 1_800_000_000_000 });
}

test("time jumps from event to event and both faces of the clock agree", async () => {
  const clock = aClock();
  const seen: number[][] = [];
  clock.schedule(250, "", () => seen.push([clock.nowMs(), clock.epochMs()]));
  clock.schedule(86_400_000.5, "", () => seen.push([clock.nowMs(), clock.epochMs()]));
  await clock.run();

  expect(seen).toEqual([
    [250, 1_800_000_000_250],
    [86_400_000.5, 1_800_086_400_000.5],
  ]);
});

test("times are rounded to the microsecond, and neither the past nor a negative sleep exists", async () => {
  const clock = aClock();
  const seen: number[] = [];
  clock.schedule(10.000_000_1, "", () => {
    seen.push(clock.nowMs());
    clock.schedule(3, "", () => seen.push(clock.nowMs()));
    void clock.sleep(-5).then(() => seen.push(clock.nowMs()));
  });
  await clock.run();

  expect(seen).toEqual([10, 10, 10]);
});

test("an instant that is not finite is refused", () => {
  expect(() => aClock().schedule(Number.NaN, "", () => {})).toThrow(/NaN is no instant/);
});

test("events of one instant run by key, whatever the order in which they were scheduled", async () => {
  const clock = aClock();
  const seen: string[] = [];
  for (const key of ["c", "a", "b"]) clock.schedule(5, key, () => seen.push(key));
  await clock.run();

  expect(seen).toEqual(["a", "b", "c"]);
});

test("a sleep takes the key of the event it began in, however many microtasks came before", async () => {
  const clock = aClock();
  const seen: string[] = [];
  async function work(name: string, hops: number): Promise<void> {
    for (let hop = 0; hop < hops; hop += 1) await Promise.resolve();
    await clock.sleep(100);
    seen.push(name);
  }
  clock.schedule(0, "second", () => void work("second", 0));
  clock.schedule(0, "first", () => void work("first", 50));
  await clock.run();

  expect(seen).toEqual(["first", "second"]);
});

test("an aborted sleep rejects with the signal's reason, at once and without an event", async () => {
  const clock = aClock();
  const controller = new AbortController();
  const reason = new Error("caller left");
  const ended = clock
    .sleep(1000, controller.signal)
    .catch((error: unknown) => [error, clock.nowMs()]);
  clock.schedule(10, "", () => controller.abort(reason));
  await clock.run();

  expect(await ended).toEqual([reason, 10]);
  expect(clock.nowMs()).toBe(10);
  expect(clock.scheduled()).toBe(0);
  await expect(clock.sleep(1, controller.signal)).rejects.toBe(reason);
});

test("a deadline aborts with a TimeoutError when its time is over", async () => {
  const clock = aClock();
  const { signal } = clock.deadline(300);
  await clock.run();

  expect(clock.nowMs()).toBe(300);
  expect(signal.reason).toMatchObject({ name: "TimeoutError", message: "300 ms are over" });
});

test("a cancelled deadline neither aborts nor moves time", async () => {
  const clock = aClock();
  const { signal, cancel } = clock.deadline(300);
  cancel();
  cancel();
  await clock.run();

  expect([signal.aborted, clock.nowMs(), clock.scheduled()]).toEqual([false, 0, 0]);
});

test("a hundred thousand cancelled deadlines leave no event behind", () => {
  const clock = aClock();
  for (let count = 0; count < 100_000; count += 1) clock.deadline(20_000).cancel();

  expect(clock.scheduled()).toBe(0);
});

test("a task that no event can wake is a deadlock, named", async () => {
  const clock = aClock();
  clock.schedule(7, "ask-1", () => void clock.track(new Promise(() => {})));

  const run = clock.run();
  await expect(run).rejects.toThrow(SimDeadlock);
  await expect(run).rejects.toThrow('at 7 ms: 1 task(s) wait, "ask-1" first');
});

test("tracked tasks that end leave nothing to wait for, fulfilled or not", async () => {
  const clock = aClock();
  void clock.track(clock.sleep(5));
  const failing = clock.track(clock.sleep(9).then(() => Promise.reject(new Error("no"))));
  failing.catch(() => {});
  await clock.run();

  expect(clock.nowMs()).toBe(9);
});

test("until is asked between events and leaves the rest in place", async () => {
  const clock = aClock();
  let count = 0;
  for (let atMs = 1; atMs <= 5; atMs += 1) clock.schedule(atMs, "", () => (count += 1));
  await clock.run(() => count === 2);

  expect([count, clock.nowMs(), clock.scheduled()]).toEqual([2, 2, 3]);
});

test("a pace holds the run before an event and lets an earlier one in", async () => {
  const seen: string[] = [];
  const clock = createVirtualClock({
    epochMs: 0,
    pace: {
      beforeEvent() {
        if (seen.length > 0) return undefined;
        seen.push("held");
        clock.schedule(20, "", () => seen.push("injected"));
        return Promise.resolve();
      },
    },
  });
  clock.schedule(50, "", () => seen.push("planned"));
  await clock.run();

  expect(seen).toEqual(["held", "injected", "planned"]);
});

test("a second run at the same time is refused", async () => {
  const clock = aClock();
  const first = clock.run();
  await expect(clock.run()).rejects.toThrow("runs already");
  await first;
});

test("events that repeat for ever at one instant are reported", async () => {
  const clock = createVirtualClock({ epochMs: 0, eventsPerInstantMax: 100 });
  const repeat = (): unknown => clock.schedule(0, "", repeat);
  clock.schedule(3, "", repeat);

  await expect(clock.run()).rejects.toThrow("at 3 ms: 100 events ran and none moved it on");
});
