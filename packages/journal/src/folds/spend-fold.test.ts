import type { SwitchyardEvent } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { mixStories, someStories } from "../fixtures/money-stories.ts";
import { foldEvents, foldStream } from "../fold.ts";
import { createSpendFold, UNKNOWN_NAME, type Spend, type SpentAmount } from "./spend-fold.ts";

const turns = fc.array(fc.nat(20), { maxLength: 60 });

function spendOf(events: readonly SwitchyardEvent[], timeZone = "UTC"): Spend {
  return foldEvents(createSpendFold(timeZone), events);
}

function sum(amounts: Iterable<SpentAmount>): SpentAmount {
  const total = { settledMicroUsd: 0, estimatedMicroUsd: 0, calls: 0 };
  for (const { settledMicroUsd, estimatedMicroUsd, calls } of amounts) {
    total.settledMicroUsd += settledMicroUsd;
    total.estimatedMicroUsd += estimatedMicroUsd;
    total.calls += calls;
  }
  return total;
}

test("every way to split the spend adds up to the settlements, reported and estimated apart", () => {
  fc.assert(
    fc.property(someStories(), turns, (stories, mix) => {
      const events = mixStories(stories, mix);
      const spend = spendOf(events);
      const settlements = events.filter((event) => event.type === "budget-settled");
      const of = (source: string): number =>
        settlements.reduce(
          (all, event) => all + (event.source === source ? event.amountMicroUsd : 0),
          0,
        );
      expect(spend.total).toEqual({
        settledMicroUsd: of("usage"),
        estimatedMicroUsd: of("estimate"),
        calls: settlements.length,
      });
      const { byRoute, byIntent, bySegment, byModel, byProvider, byDay } = spend;
      for (const split of [byRoute, byIntent, bySegment, byModel, byProvider, byDay])
        expect(sum(Object.values(split))).toEqual(spend.total);
    }),
  );
});

test("how calls are mixed changes nothing, and a stream folds as a list does", async () => {
  await fc.assert(
    fc.asyncProperty(someStories(), turns, turns, async (stories, one, other) => {
      const spend = spendOf(mixStories(stories, one));
      expect(spendOf(mixStories(stories, other))).toEqual(spend);
      expect(await foldStream(createSpendFold("UTC"), mixStories(stories, other))).toEqual(spend);
    }),
  );
});

test("what is reserved and not ended is open, to the micro-dollar", () => {
  fc.assert(
    fc.property(someStories(), turns, fc.nat(60), (stories, mix, cut) => {
      const events = mixStories(stories, mix).slice(0, cut);
      const ended = new Set(
        events
          .filter(({ type }) => type === "budget-settled" || type === "budget-released")
          .map((event) => ("attemptId" in event ? event.attemptId : "")),
      );
      const open = events.filter(
        (event) => event.type === "budget-reserved" && !ended.has(event.attemptId),
      );
      const reserved = open.map((event) => ("amountMicroUsd" in event ? event.amountMicroUsd : 0));
      expect(spendOf(events).open).toEqual({
        reservations: open.length,
        reservedMicroUsd: reserved.reduce((all, amount) => all + amount, 0),
      });
    }),
  );
});

test("a step leaves the state before it as it was", () => {
  fc.assert(
    fc.property(someStories(), (stories) => {
      const fold = createSpendFold("UTC");
      let state = fold.initial;
      for (const event of stories.flat()) {
        const before = fold.read(state);
        const next = fold.step(state, event);
        expect(fold.read(state)).toEqual(before);
        state = next;
      }
    }),
    { numRuns: 20 },
  );
});

const BASE = { bundle: "0123456789ab", askId: "1", attemptId: "1/1" };

function settledAt(at: string): SwitchyardEvent {
  const facts = { amountMicroUsd: 7, source: "usage", excessMicroUsd: 0 } as const;
  return { ...BASE, ...facts, type: "budget-settled", atMs: Date.parse(at) };
}

test.each([
  ["UTC", "2026-11-24T23:30:00Z", "2026-11-24"],
  ["Europe/Berlin", "2026-11-24T23:30:00Z", "2026-11-25"],
  ["America/New_York", "2026-11-25T04:59:59Z", "2026-11-24"],
  ["Asia/Kathmandu", "2026-11-24T18:14:59Z", "2026-11-24"],
  ["Asia/Kathmandu", "2026-11-24T18:15:00Z", "2026-11-25"],
])("in %s what was posted at %s belongs to %s", (timeZone, at, day) => {
  const { byDay, byRoute, byIntent } = spendOf([settledAt(at)], timeZone);
  expect(byDay).toEqual({ [day]: { settledMicroUsd: 7, estimatedMicroUsd: 0, calls: 1 } });
  expect(Object.keys(byRoute)).toEqual([UNKNOWN_NAME]);
  expect(Object.keys(byIntent)).toEqual([UNKNOWN_NAME]);
});

test("a zone that is not known is refused with the way out", () => {
  expect(() => createSpendFold("Mars/Olympus")).toThrow(/"Mars\/Olympus".*IANA/);
});
