import fc from "fast-check";
import { expect, test } from "vitest";
import { createRecentAsks, type RecentAsk } from "./recent-asks.ts";

function anAsk(number: number): RecentAsk {
  return { askId: `ask-${number}`, taskId: `task-${number % 7}`, route: "quick", intent: "faq" };
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
          if (used.slice(-size).includes(wanted)) expect(found).toEqual(anAsk(wanted));
          if (found !== undefined) used = [...used.filter((other) => other !== wanted), wanted];
        }
        const last = used.at(-1);
        if (last === undefined || last !== added - 1) return;
        expect(asks.find({ taskId: `task-${last % 7}` })).toEqual(anAsk(last));
      },
    ),
  );
});

test("an ask is forgotten when twice as many came after it, whether or not it was ever found", () => {
  for (const isFound of [false, true]) {
    const asks = createRecentAsks(3);
    asks.add(anAsk(0));
    if (isFound) expect(asks.find({ askId: "ask-0" })).toEqual(anAsk(0));
    for (let number = 1; number <= 6; number += 1) asks.add(anAsk(number));
    expect(asks.find({ askId: "ask-0" })).toBeUndefined();
    expect(asks.find({ askId: "ask-6" })).toEqual(anAsk(6));
  }
});
