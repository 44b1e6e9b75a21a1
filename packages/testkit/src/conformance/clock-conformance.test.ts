import type { Clock } from "@switchyard/contract";
import { createVirtualClock } from "@switchyard/simulator";
import { expect, test } from "vitest";
import { brokenBy } from "../fixtures/broken-by.ts";
import { clockConformance, type ClockInHand } from "./clock-conformance.ts";

function wrong(change: (clock: Clock) => Partial<Clock>): Promise<readonly string[]> {
  const open = (): ClockInHand => {
    const clock = createVirtualClock({ epochMs: Date.parse("2026-11-24T12:00:00Z") });
    const pass = async (durationMs: number): Promise<void> => {
      let isOver = false;
      const lastOfInstant = "~";
      clock.schedule(clock.nowMs() + durationMs, lastOfInstant, () => (isOver = true));
      await clock.run(() => isOver);
    };
    return { clock: { ...clock, ...change(clock) }, pass };
  };
  return brokenBy(clockConformance({ open }));
}

test("a clock whose sleeps are too short or too long is caught", async () => {
  const by = (factor: number): Promise<readonly string[]> =>
    wrong(({ sleep }) => ({ sleep: (ms, signal) => sleep(ms * factor, signal) }));
  const name = "a sleep ends after its time, never before, and a shorter one first";
  expect(await by(1)).toEqual([]);
  expect(await by(0.5)).toContain(name);
  expect(await by(2)).toContain(name);
});

test("a clock whose deadlines cannot be cancelled is caught", async () => {
  const broken = await wrong(({ deadline }) => ({
    deadline: (ms) => ({ ...deadline(ms), cancel: () => {} }),
  }));
  expect(broken).toContain(
    "a deadline that is cancelled never aborts, however often it is cancelled",
  );
});

test("a clock that ends an aborted sleep with a reason of its own is caught", async () => {
  const broken = await wrong(({ sleep }) => ({
    sleep: (ms, signal) => sleep(ms, signal).catch(() => Promise.reject(new Error("aborted"))),
  }));
  expect(broken).toEqual([
    "an abort ends a sleep at once, with the signal's own reason",
    "a sleep whose signal is aborted already does not begin",
  ]);
});

test("a clock that tells seconds for milliseconds is caught", async () => {
  const broken = await wrong(({ epochMs }) => ({ epochMs: () => epochMs() / 1_000 }));
  expect(broken).toContain("wall time is milliseconds since 1970");
});
