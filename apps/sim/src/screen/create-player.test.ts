import type { SwitchyardEvent } from "@switchyard/contract";
import { expect, test } from "vitest";
import { createPacer, type Pacer } from "./create-pacer.ts";
import { createPlayer, type Player } from "./create-player.ts";
import { createTape } from "./create-tape.ts";

/** A player at full speed over events told apart by their instants, from 1,000 on. */
function aPlayer(): {
  readonly player: Player;
  readonly pacer: Pacer;
  readonly shown: () => readonly number[];
  /** Lets an event at an instant since the start happen; false: it is held. */
  readonly offer: (ms: number) => { readonly isHeld: () => boolean };
} {
  const tape = createTape<readonly number[]>({
    initial: [],
    step: (seen, { atMs }) => [...seen, atMs - 1_000],
    chunkEvents: 4,
  });
  const pacer = createPacer(Infinity, { nowMs: () => 0, after: () => () => {} });
  const player = createPlayer(tape, pacer, () => 1_000 + (tape.state().at(-1) ?? 0));
  const offer = (ms: number): { readonly isHeld: () => boolean } => {
    const event: SwitchyardEvent = {
      type: "fault-ended",
      fault: `${ms}`,
      bundle: "b",
      atMs: 1_000 + ms,
    };
    let isHeld = false;
    const hold = player.beforeEvent(ms);
    if (hold === undefined) player.record(event);
    else {
      isHeld = true;
      void hold.then(() => {
        isHeld = false;
        player.record(event);
      });
    }
    return { isHeld: () => isHeld };
  };
  return { player, pacer, shown: tape.state, offer };
}

/** Promise callbacks and immediates have run. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1)
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
}

function range(to: number): readonly number[] {
  return Array.from({ length: to }, (_, index) => index);
}

test("going back pauses; going on plays what was there before what is new", async () => {
  const { player, pacer, shown, offer } = aPlayer();
  for (const ms of range(10)) offer(ms);
  player.back(4);
  expect(shown()).toEqual(range(6));
  const late = offer(10);
  await settled();
  expect(late.isHeld()).toBe(true);
  expect(shown()).toEqual(range(6));
  pacer.togglePause();
  await settled();
  expect(late.isHeld()).toBe(false);
  expect(shown()).toEqual(range(11));
});

test("an event that waits is asked for anew after a step back, and steps go one by one", async () => {
  const { player, pacer, shown, offer } = aPlayer();
  for (const ms of range(5)) offer(ms);
  pacer.pause();
  const waiting = offer(5);
  player.stepBack();
  player.stepBack();
  await settled();
  expect(shown()).toEqual(range(3));
  for (const known of [4, 5]) {
    pacer.step();
    await settled();
    expect(shown()).toEqual(range(known));
    expect(waiting.isHeld()).toBe(true);
  }
  pacer.step();
  await settled();
  expect(shown()).toEqual(range(6));
});

test("a jump goes through what was and what comes, and pauses where its goal is met", async () => {
  const { player, pacer, shown, offer } = aPlayer();
  for (const ms of range(5)) offer(ms);
  player.back(3);
  player.jump((event) => event.type === "fault-ended" && event.fault === "6");
  for (const ms of [5, 6, 7]) {
    offer(ms);
    await settled();
  }
  expect(shown()).toEqual(range(7));
  expect(pacer.state().isPaused).toBe(true);
});

test("the newest is shown at once, and goes on", async () => {
  const { player, pacer, shown, offer } = aPlayer();
  for (const ms of range(20)) offer(ms);
  player.back(Infinity);
  expect(shown()).toEqual([]);
  player.toNewest();
  expect(shown()).toEqual(range(20));
  expect(pacer.state().isPaused).toBe(false);
  expect(offer(20).isHeld()).toBe(false);
});

test("after the end what was can still be gone through, until the viewer leaves", async () => {
  const { player, pacer, shown, offer } = aPlayer();
  for (const ms of range(8)) offer(ms);
  const end = new AbortController();
  let isOver = false;
  const replayed = player.replay(end.signal).then(() => {
    isOver = true;
  });
  player.back(5);
  await settled();
  expect(shown()).toEqual(range(3));
  pacer.goOn();
  await settled();
  expect(shown()).toEqual(range(8));
  expect(isOver).toBe(false);
  end.abort();
  await replayed;
});

test("a viewer who left holds nothing back, wherever the playhead is", () => {
  const { player, pacer, offer } = aPlayer();
  for (const ms of range(5)) offer(ms);
  player.back(3);
  pacer.release();
  expect(offer(5).isHeld()).toBe(false);
});
