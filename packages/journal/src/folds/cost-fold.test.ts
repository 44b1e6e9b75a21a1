import type { SwitchyardEvent } from "@switchyard/contract";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anEventStream } from "../arbitraries.ts";
import {
  anAsk,
  firstCall,
  NOON_MS,
  tellAsk,
  tellFeedback,
  type AskStory,
} from "../fixtures/ask-stories.ts";
import { someAskStories } from "../fixtures/some-ask-stories.ts";
import { mixStories } from "../fixtures/money-stories.ts";
import { foldEvents } from "../fold.ts";
import { createCostFold, NO_MODEL, TASK_WINDOW_MS, type CostOptions } from "./cost-fold.ts";
import { COST_SPLITS, OTHER_NAME, SLICES_MAX } from "./cost-slices.ts";
import type { Costs } from "./costs.ts";
import { RECENT_ENTRIES_MAX } from "./recent-map.ts";
import { createSpendFold, UNKNOWN_NAME } from "./spend-fold.ts";
import { WASTE_CAUSES } from "./waste-cause.ts";

function costsOf(events: Iterable<SwitchyardEvent>, options: CostOptions = {}): Costs {
  return foldEvents(createCostFold(options), events);
}

const turns = fc.array(fc.nat(20), { maxLength: 120 });
const feedback = fc.array(fc.tuple(fc.nat(13), fc.boolean()), { maxLength: 4 });

function expectBalanced(costs: Costs, settledMicroUsd: number): void {
  const { total, waste, judgingMicroUsd, usefulMicroUsd, undecidedMicroUsd } = costs;
  expect(total.spentMicroUsd).toBe(settledMicroUsd);
  expect(sum(Object.values(waste))).toBe(total.wasteMicroUsd);
  expect(usefulMicroUsd + total.wasteMicroUsd + judgingMicroUsd + undecidedMicroUsd).toBe(
    settledMicroUsd,
  );
  const parts = [...Object.values(waste), usefulMicroUsd, undecidedMicroUsd];
  expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
  for (const split of COST_SPLITS) {
    const slices = Object.values(costs[split]);
    expect(sum(slices.map((each) => each.spentMicroUsd)) + judgingMicroUsd).toBe(settledMicroUsd);
    expect(sum(slices.map((each) => each.wasteMicroUsd))).toBe(total.wasteMicroUsd);
    expect(sum(slices.map((each) => each.tasks))).toBe(total.tasks);
    expect(sum(slices.map((each) => each.successes))).toBe(total.successes);
    expect(sum(slices.map((each) => each.tasksWithFeedback))).toBe(total.tasksWithFeedback);
    for (const each of slices)
      expect(Math.min(each.tasks - each.successes, each.successes)).toBeGreaterThanOrEqual(0);
  }
}

function settledIn(events: readonly SwitchyardEvent[]): number {
  return sum(events.map((event) => (event.type === "budget-settled" ? event.amountMicroUsd : 0)));
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((all, amount) => all + amount, 0);
}

describe("at every event, whatever the asks", () => {
  test("the slices, and the uses of the money, each add up to what was settled", () => {
    fc.assert(
      fc.property(someAskStories(), turns, feedback, (stories, mix, words) => {
        const told = words.map(([ask, isGood]) => [tellFeedback(`ask-${ask}`, isGood, NOON_MS)]);
        const events = mixStories([...stories.map(tellAsk), ...told], mix);
        const fold = createCostFold();
        let state = fold.initial;
        let before = fold.read(state);
        let settledMicroUsd = 0;
        for (const event of events) {
          const after = fold.step(state, event);
          expect(fold.read(state)).toEqual(before);
          state = after;
          before = fold.read(state);
          settledMicroUsd += settledIn([event]);
          expectBalanced(before, settledMicroUsd);
        }
        expect(fold.read(state).undecidedMicroUsd).toBe(0);
      }),
      { numRuns: 30 },
    );
  });

  test("events of asks that never began, began twice or ended twice break no sum", () => {
    const settlement = fc.record({
      type: fc.constant("budget-settled" as const),
      atMs: fc.nat(),
      bundle: fc.constant("0123456789ab"),
      askId: fc.nat(30).map(String),
      attemptId: fc.nat(90).map(String),
      amountMicroUsd: fc.nat(900),
      source: fc.constant("usage" as const),
      excessMicroUsd: fc.constant(0),
    });
    fc.assert(
      fc.property(anEventStream(), fc.array(settlement), turns, (stream, posted, mix) => {
        const events = mixStories([stream, posted], mix);
        const costs = costsOf(events);
        expect(costs.total.spentMicroUsd).toBe(settledIn(events));
        expectBalanced(costs, settledIn(events));
      }),
    );
  });

  test("asks that are told twice, mixed with themselves, break no sum", () => {
    fc.assert(
      fc.property(someAskStories(), turns, (stories, mix) => {
        const told = stories.map(tellAsk);
        const events = mixStories([...told, ...told], mix);
        const costs = costsOf(events);
        expect(costs.total.tasks).toBeLessThanOrEqual(stories.length);
        expectBalanced(costs, settledIn(events));
      }),
    );
  });

  test("spend by slice is what the spend fold says, apart from judging", () => {
    fc.assert(
      fc.property(someAskStories(), (stories) => {
        const events = stories.filter(({ judgesAskId }) => judgesAskId === undefined);
        const all = events.flatMap(tellAsk);
        const [costs, spend] = [costsOf(all), foldEvents(createSpendFold("UTC"), all)];
        for (const split of COST_SPLITS)
          for (const [name, { settledMicroUsd }] of Object.entries(spend[split]))
            expect(costs[split][name]?.spentMicroUsd ?? 0).toBe(settledMicroUsd);
      }),
    );
  });
});

/** The definition of success, read off the whole history. */
function successesByDefinition(stories: readonly AskStory[], good: ReadonlyMap<string, boolean>) {
  const tasks: AskStory[][] = [];
  for (const story of stories.filter(({ judgesAskId }) => judgesAskId === undefined)) {
    const task = tasks.findLast((asks) => asks[0]?.taskId === story.taskId);
    const isReAsk = task !== undefined && story.atMs - (task.at(-1)?.atMs ?? 0) <= TASK_WINDOW_MS;
    if (isReAsk) task.push(story);
    else tasks.push([story]);
  }
  return tasks.filter((asks) => {
    const told = asks.findLast(({ askId }) => good.has(askId));
    const last = asks.at(-1);
    if (told !== undefined && good.get(told.askId) === true) return true;
    return last?.end === "model" && last !== told;
  }).length;
}

test("a task succeeds by its newest feedback, or by its last answer in time", () => {
  fc.assert(
    fc.property(someAskStories(), feedback, (stories, words) => {
      const fresh = stories.filter((_, index) => index < 8);
      const good = new Map<string, boolean>();
      const events = fresh.flatMap((story) => [
        ...tellAsk(story),
        ...words
          .filter(([ask]) => `ask-${ask}` === story.askId)
          .map(([, isGood]) => {
            if (story.judgesAskId === undefined) good.set(story.askId, isGood);
            return tellFeedback(story.askId, isGood, story.atMs);
          }),
      ]);
      expect(costsOf(events).total.successes).toBe(successesByDefinition(fresh, good));
    }),
  );
});

describe("a re-ask", () => {
  const twice = (minutes: number): Costs =>
    costsOf([
      ...tellAsk(anAsk("a", "t", 0, firstCall("ok", 10))),
      ...tellAsk(anAsk("b", "t", minutes, firstCall("ok", 20))),
    ]);

  test("belongs to its task until the window is over, and is a new task after", () => {
    expect(twice(10).total).toMatchObject({ tasks: 1, successes: 1, wasteMicroUsd: 10 });
    expect(twice(10.001).total).toMatchObject({ tasks: 2, successes: 2, wasteMicroUsd: 0 });
    const events = [0, 1].map((minute) => anAsk(`${minute}`, "t", minute, firstCall("ok", 10)));
    const short = costsOf(events.flatMap(tellAsk), { taskWindowMs: 59_999 });
    expect(short.total.successes).toBe(2);
  });

  test("takes the success away while it is in flight", () => {
    const reAsk = { ...anAsk("b", "t", 1, firstCall("timeout", 20)), end: "none" } as const;
    const costs = costsOf([...tellAsk(anAsk("a", "t", 0, firstCall("ok", 10))), ...tellAsk(reAsk)]);
    expect(costs.total).toMatchObject({ tasks: 1, successes: 0, wasteMicroUsd: 10 });
    expect(costs).toMatchObject({ undecidedMicroUsd: 20, earlySuccesses: 0 });
  });
});

test("a streamed answer that a gate failed at its end is no success, and invalid output", () => {
  const call = { ...firstCall("ok", 30), isRefused: true } as const;
  const costs = costsOf(tellAsk(anAsk("a", "t", 0, call)));
  expect(costs.total.successes).toBe(0);
  expect(costs.waste["invalid-output"]).toBe(30);
});

test("a task that no model answered is counted under no model, in the route that took it", () => {
  const costs = costsOf(tellAsk(anAsk("a", "t", 0, firstCall("overloaded"))));
  expect(costs.byModel).toMatchObject({ [NO_MODEL]: { tasks: 1, successes: 0, spentMicroUsd: 0 } });
  expect(costs.byRoute).toMatchObject({ quick: { tasks: 1, costPerSuccessMicroUsd: null } });
});

test("feedback by task is about its last ask, a score from one half on is good", () => {
  const base = { type: "feedback-received", bundle: "0123456789ab", atMs: NOON_MS } as const;
  const asks = [...tellAsk(anAsk("a", "t", 0, firstCall("ok", 10)))];
  const told = (score: number): Costs => costsOf([...asks, { ...base, taskId: "t", score }]);
  expect(told(0.5).total).toMatchObject({ successes: 1, tasksWithFeedback: 1 });
  expect(told(0.49).total).toMatchObject({ successes: 0, tasksWithFeedback: 1 });
});

test("money whose ask began before the journal is under an unknown name, and undecided", () => {
  const events = tellAsk(anAsk("a", "t", 0, firstCall("ok", 10))).slice(3);
  const costs = costsOf(events);
  expect(costs.byRoute).toMatchObject({ [UNKNOWN_NAME]: { spentMicroUsd: 10 } });
  expect(costs.undecidedMicroUsd).toBe(10);
});

describe("what the memory does not hold", () => {
  test("slices beyond the greatest number are counted together, to the micro-dollar", () => {
    const stories = Array.from({ length: SLICES_MAX + 5 }, (_, index) => ({
      ...anAsk(`${index}`, `${index}`, 0, firstCall("ok", 1)),
      route: `route-${index}`,
    }));
    const { byRoute } = costsOf(stories.flatMap(tellAsk));
    expect(Object.keys(byRoute)).toHaveLength(SLICES_MAX + 1);
    expect(byRoute[OTHER_NAME]).toMatchObject({ spentMicroUsd: 5, successes: 5 });
  });

  test("asks without an end and tasks whose time is not over are forgotten, and said", () => {
    const count = RECENT_ENTRIES_MAX + 1000;
    const events = Array.from({ length: count }, (_, index) =>
      tellAsk(anAsk(`${index}`, `${index}`, 0)).slice(0, 1),
    ).flat();
    const { forgotten } = costsOf(events);
    expect(forgotten.asks).toBeGreaterThanOrEqual(1000);
    expect(forgotten.tasks).toBe(forgotten.asks);
  });

  test("the oldest of many asks of one task, but not the one that feedback calls good", () => {
    const asks = Array.from({ length: 30 }, (_, index) =>
      tellAsk(anAsk(`${index}`, "t", index, firstCall("ok", 1))),
    );
    const [begin = [], ...rest] = asks;
    const costs = costsOf([...begin, tellFeedback("0", true, NOON_MS), ...rest.flat()]);
    expect(costs.total).toMatchObject({ tasks: 1, successes: 1, spentMicroUsd: 30 });
    expect(costs.usefulMicroUsd).toBe(1);
    const late = costsOf([...asks.flat(), tellFeedback("0", true, NOON_MS)]);
    expect(late.forgotten.feedback).toBe(1);
  });
});

test("an answer that comes when its task has forgotten the ask was asked again", () => {
  const [received, ...rest] = tellAsk(anAsk("slow", "t", 0, firstCall("ok", 10)));
  const others = Array.from({ length: 9 }, (_, index) =>
    tellAsk(anAsk(`${index}`, "t", 1, firstCall("ok", 1))),
  );
  const costs = costsOf([...(received === undefined ? [] : [received]), ...others.flat(), ...rest]);
  expect(costs.waste["re-asks"]).toBe(10 + 8);
  expect(costs.usefulMicroUsd).toBe(1);
});

test("a call whose beginning is told twice is paid for once", () => {
  const story = tellAsk(anAsk("a", "t", 0, firstCall("timeout", 10)));
  const begun = story.findIndex(({ type }) => type === "attempt-started");
  const events = [...story.slice(0, begun + 1), ...story.slice(begun)];
  expect(costsOf(events)).toMatchObject({ undecidedMicroUsd: 0, total: { wasteMicroUsd: 10 } });
});

test("a window that is no time is refused with the way out", () => {
  expect(() => createCostFold({ taskWindowMs: -1 })).toThrow(/taskWindowMs -1.*600000/);
  expect(() => createCostFold({ taskWindowMs: Number.NaN })).toThrow(/taskWindowMs NaN/);
});

test("every cause of waste is named once", () => {
  expect(Object.keys(costsOf([]).waste)).toEqual([...WASTE_CAUSES]);
});
