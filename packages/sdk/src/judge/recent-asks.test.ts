import fc from "fast-check";
import { expect, test } from "vitest";
import { createRecentAsks, type RecentAsk } from "./recent-asks.ts";

function anAsk(number: number): RecentAsk {
  return {
    askId: `ask-${number}`,
    taskId: `task-${number % 7}`,
    route: "quick",
    intent: "faq",
    isPruned: false,
  };
}

test("of the asks added or found last, so many are found, by their own name and their task's", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.array(fc.option(fc.nat(40), { nil: undefined }), { maxLength: 60 }),
      (size, acts) => {
        const asks = createRecentAsks(size);
        let used: number[] = [];
        let added = 0;
        for (const wanted of acts) {
          if (wanted === undefined) {
            asks.add(anAsk(added));
            used.push(added);
            added += 1;
            continue;
          }
          const found = asks.find({ askId: `ask-${wanted}` });
          expect(found ?? anAsk(wanted)).toEqual(anAsk(wanted));
          expect(used.slice(-size).includes(wanted) && found === undefined).toBe(false);
          if (found !== undefined) used = [...used.filter((other) => other !== wanted), wanted];
        }
        asks.add(anAsk(added));
        expect(asks.find({ taskId: `task-${added % 7}` })).toEqual(anAsk(added));
      },
    ),
  );
});

test.each([0, 1])("an ask is forgotten when many came after it, searched for %s times", (times) => {
  const asks = createRecentAsks(3);
  asks.add(anAsk(0));
  for (let time = 0; time < times; time += 1) asks.find({ askId: "ask-0" });
  for (let number = 1; number <= 6; number += 1) asks.add(anAsk(number));
  expect(asks.find({ askId: "ask-0" })).toBeUndefined();
  expect(asks.find({ askId: "ask-6" })).toEqual(anAsk(6));
});
