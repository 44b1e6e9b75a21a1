import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ALL_FREE, arrive, depart, giveUp } from "./places.ts";

const acts = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constant({ does: "arrive" } as const) },
    { weight: 2, arbitrary: fc.record({ does: fc.constant("depart" as const), nth: fc.nat(9) }) },
    { weight: 1, arbitrary: fc.record({ does: fc.constant("give-up" as const), nth: fc.nat(9) }) },
  ),
  { maxLength: 60 },
);

test("places and the line are those of two plain lists, and no place is ever lost", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), acts, (max, all) => {
      let places = ALL_FREE;
      const calling: number[] = [];
      const line: number[] = [];
      const told: unknown[] = [];
      const expected: unknown[] = [];
      for (const [ticket, act] of all.entries()) {
        if (act.does === "arrive") {
          const arrival = arrive(places, ticket, max);
          places = arrival.places;
          const found = calling.length < max ? "place" : line.length < max ? "queue" : "nothing";
          told.push(arrival.found);
          expected.push(found);
          if (found === "place") calling.push(ticket);
          if (found === "queue") line.push(ticket);
        } else if (act.does === "depart") {
          if (calling.length === 0) continue;
          const departure = depart(places, max);
          places = departure.places;
          calling.splice(act.nth % calling.length, 1);
          const next = line.shift();
          told.push(departure.next);
          expected.push(next);
          if (next !== undefined) calling.push(next);
        } else {
          const [gone = -1] = line.splice(act.nth % Math.max(1, line.length), 1);
          places = giveUp(places, gone);
        }
        expect(places).toEqual({ taken: calling.length, waiting: line });
      }
      expect(told).toEqual(expected);
      while (places.taken > 0) places = depart(places, max).places;
      expect(places).toEqual(ALL_FREE);
    }),
  );
});

test("a place that nobody had cannot be given back", () => {
  expect(() => depart(ALL_FREE, 1)).toThrow("nobody had");
});
