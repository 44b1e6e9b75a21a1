import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createSystemClock } from "./system-clock.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a sleep ends after its time, never before", async () => {
  const ended = vi.fn<() => void>();
  void createSystemClock().sleep(99.5).then(ended);
  await vi.advanceTimersByTimeAsync(99);
  expect(ended).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(ended).toHaveBeenCalledOnce();
});

test("an abort ends a sleep at once, with the signal's reason, and frees the timer", async () => {
  const controller = new AbortController();
  const sleep = createSystemClock().sleep(60_000, controller.signal);
  controller.abort("enough");
  await expect(sleep).rejects.toBe("enough");
  expect(vi.getTimerCount()).toBe(0);
  await expect(createSystemClock().sleep(1, controller.signal)).rejects.toBe("enough");
});

test("a deadline aborts with a TimeoutError, unless it is cancelled", async () => {
  const clock = createSystemClock();
  const deadline = clock.deadline(50);
  const cancelled = clock.deadline(50);
  cancelled.cancel();
  await vi.advanceTimersByTimeAsync(50);
  expect(deadline.signal.reason).toMatchObject({ name: "TimeoutError" });
  expect(cancelled.signal.aborted).toBe(false);
});

test("a time longer than a timer can wait does not end at once", async () => {
  const clock = createSystemClock();
  const deadline = clock.deadline(Number.MAX_SAFE_INTEGER);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(deadline.signal.aborted).toBe(false);
});

test("reads monotonic and wall time", () => {
  vi.setSystemTime(1_795_521_600_000);
  const clock = createSystemClock();
  const before = clock.nowMs();
  vi.advanceTimersByTime(250);
  expect(clock.nowMs() - before).toBeCloseTo(250, 3);
  expect(clock.epochMs()).toBe(1_795_521_600_250);
});
