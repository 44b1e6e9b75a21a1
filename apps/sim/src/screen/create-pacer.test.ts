import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPacer, type Pacer, type WallClock } from "./create-pacer.ts";

/** A wall clock that moves when told to. */
function aWallClock(): WallClock & { advance(ms: number): void } {
  let nowMs = 1_000;
  let timers: readonly { readonly dueMs: number; readonly run: () => void }[] = [];
  return {
    nowMs: () => nowMs,
    after: (durationMs, run) => {
      const timer = { dueMs: nowMs + durationMs, run };
      timers = [...timers, timer];
      return () => {
        timers = timers.filter((known) => known !== timer);
      };
    },
    advance: (ms) => {
      nowMs += ms;
      const due = timers.filter(({ dueMs }) => dueMs <= nowMs);
      timers = timers.filter((timer) => !due.includes(timer));
      for (const { run } of due) run();
    },
  };
}

/** Asks for one event and tells whether it may happen yet. */
function ask(pacer: Pacer, atMs: number): { readonly isHeld: () => boolean } {
  let isHeld = false;
  const hold = pacer.beforeEvent(atMs);
  if (hold !== undefined) {
    isHeld = true;
    void hold.then(() => {
      isHeld = false;
    });
  }
  return { isHeld: () => isHeld };
}

/** Promise callbacks run before the next macrotask. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

describe("the pacer", () => {
  test("holds an event back until its time has come at the chosen speed", async () => {
    const clock = aWallClock();
    const pacer = createPacer(10, clock);
    expect(ask(pacer, 0).isHeld()).toBe(false);
    const event = ask(pacer, 1_000);
    clock.advance(90);
    await settled();
    expect(event.isHeld()).toBe(true);
    clock.advance(10);
    await settled();
    expect(event.isHeld()).toBe(false);
  });

  test("at full speed nothing is ever held", () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), (gaps) => {
        const pacer = createPacer(Infinity, aWallClock());
        let atMs = 0;
        for (const gap of gaps) {
          atMs += gap;
          expect(pacer.beforeEvent(atMs)).toBeUndefined();
        }
      }),
    );
  });

  test("a pause holds whatever the time, a step lets exactly one event pass", async () => {
    const clock = aWallClock();
    const pacer = createPacer(Infinity, clock);
    pacer.togglePause();
    const first = ask(pacer, 10);
    clock.advance(60_000);
    await settled();
    expect(first.isHeld()).toBe(true);
    pacer.step();
    await settled();
    expect(first.isHeld()).toBe(false);
    const second = ask(pacer, 20);
    await settled();
    expect(second.isHeld()).toBe(true);
    pacer.togglePause();
    await settled();
    expect(second.isHeld()).toBe(false);
  });

  test("time spent paused is not made up for", async () => {
    const clock = aWallClock();
    const pacer = createPacer(1, clock);
    expect(ask(pacer, 0).isHeld()).toBe(false);
    pacer.togglePause();
    clock.advance(5_000);
    pacer.togglePause();
    const event = ask(pacer, 1_000);
    clock.advance(999);
    await settled();
    expect(event.isHeld()).toBe(true);
    clock.advance(1);
    await settled();
    expect(event.isHeld()).toBe(false);
  });

  test("a new speed takes effect on the event that waits", async () => {
    const clock = aWallClock();
    const pacer = createPacer(1, clock);
    expect(ask(pacer, 0).isHeld()).toBe(false);
    const event = ask(pacer, 10_000);
    pacer.faster();
    expect(pacer.state().speed).toBe(2);
    pacer.fastest();
    await settled();
    expect(event.isHeld()).toBe(false);
    pacer.slower();
    expect(pacer.state().speed).toBe(500);
  });

  test("released, it holds nothing, not even what is paused", async () => {
    const pacer = createPacer(1, aWallClock());
    pacer.togglePause();
    const event = ask(pacer, 10);
    pacer.release();
    await settled();
    expect(event.isHeld()).toBe(false);
    expect(pacer.beforeEvent(1e9)).toBeUndefined();
  });
});
