import type { SwitchyardEvent } from "@switchyard/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createTape, type Tape } from "./create-tape.ts";

/** Events told apart by their instants; the state is the instants seen so far. */
function anEvent(atMs: number): SwitchyardEvent {
  return { type: "fault-ended", fault: "f", bundle: "b", atMs };
}

type Seen = readonly number[];

function aTape(chunksMax = 1_000): Tape<Seen> {
  return createTape<Seen>({
    initial: [],
    step: (seen, { atMs }) => [...seen, atMs],
    chunkEvents: 3,
    chunksMax,
  });
}

const INSTANTS = fc
  .array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 40 })
  .map((list) => list.toSorted((a, b) => a - b));

test("going back to an instant shows what was known then", () => {
  fc.assert(
    fc.property(INSTANTS, fc.integer({ min: -1, max: 51 }), (instants, atMs) => {
      const tape = aTape();
      for (const each of instants) tape.record(anEvent(each));
      tape.rewind(atMs);
      expect(tape.state()).toEqual(instants.filter((each) => each <= atMs));
      expect(tape.newest()).toEqual(instants);
    }),
  );
});

test("a step back undoes a step, and playing on from anywhere ends at the newest", () => {
  fc.assert(
    fc.property(INSTANTS, fc.nat({ max: 45 }), (instants, steps) => {
      const tape = aTape();
      for (const each of instants) tape.record(anEvent(each));
      for (let step = 0; step < steps; step += 1) tape.stepBack();
      expect(tape.state()).toEqual(instants.slice(0, Math.max(0, instants.length - steps)));
      while (tape.next() !== undefined) tape.advance();
      expect(tape.state()).toEqual(instants);
    }),
  );
});

test("events that come while the playhead is behind do not move it", () => {
  const tape = aTape();
  for (const each of [1, 2, 3, 4]) tape.record(anEvent(each));
  tape.rewind(2);
  tape.record(anEvent(5));
  expect(tape.state()).toEqual([1, 2]);
  tape.toNewest();
  expect(tape.state()).toEqual([1, 2, 3, 4, 5]);
});

test("only the last events are kept; what was known before them is not lost", () => {
  const tape = aTape(2);
  for (let atMs = 0; atMs < 100; atMs += 1) tape.record(anEvent(atMs));
  tape.rewind(-Infinity);
  const kept = 100 - tape.state().length;
  expect(kept).toBeGreaterThan(3);
  expect(kept).toBeLessThanOrEqual(6);
  expect(tape.state()[0]).toBe(0);
});

test("a playhead whose events are let go stands before the oldest that are kept", () => {
  const tape = aTape(2);
  for (const each of [1, 2, 3]) tape.record(anEvent(each));
  tape.rewind(1);
  for (let atMs = 4; atMs < 20; atMs += 1) tape.record(anEvent(atMs));
  const shown = tape.state().length;
  while (tape.next() !== undefined) tape.advance();
  expect(tape.state()).toEqual(Array.from({ length: 19 }, (_, index) => index + 1));
  expect(shown).toBeGreaterThan(10);
});

test("a state that was folded already is taken as it is, and going back folds to the same", () => {
  let folded = 0;
  const step = (seen: Seen, { atMs }: SwitchyardEvent): Seen => {
    folded += 1;
    return [...seen, atMs];
  };
  const tape = createTape<Seen>({ initial: [], step, chunkEvents: 3 });
  for (const each of [1, 2, 3, 4, 5]) tape.record(anEvent(each), [...tape.newest(), each]);
  expect(folded).toBe(0);
  expect(tape.state()).toEqual([1, 2, 3, 4, 5]);
  tape.rewind(2);
  expect(tape.state()).toEqual([1, 2]);
  while (tape.next() !== undefined) tape.advance();
  expect(tape.state()).toEqual(tape.newest());
});
