import type { SwitchyardEvent } from "@switchyard/contract";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  anAsk,
  firstCall,
  furtherCall,
  NOON_MS,
  tellAsk,
  tellFeedback,
  tokens,
  type AskStory,
} from "../fixtures/ask-stories.ts";
import { someAskStories } from "../fixtures/some-ask-stories.ts";
import { foldEvents } from "../fold.ts";
import { createCostFold } from "./cost-fold.ts";
import type { Costs } from "./costs.ts";
import type { SavingControl } from "./saving-control.ts";
import type { ControlSaving } from "./savings.ts";

const LOADED: SwitchyardEvent = {
  type: "policy-loaded",
  atMs: NOON_MS,
  bundle: "0123456789ab",
  bundleHash: "0123456789ab",
  name: "shop",
  version: 1,
  absent: {},
  qualityFloors: { quick: 0.7 },
};

function costsOf(stories: readonly AskStory[], more: readonly SwitchyardEvent[] = []): Costs {
  return foldEvents(createCostFold(), [LOADED, ...stories.flatMap(tellAsk), ...more]);
}

/** An ask of its own, answered once for so much. */
function answered(id: string, costMicroUsd: number, facts: Partial<AskStory> = {}): AskStory {
  return { ...anAsk(id, id, 0, firstCall("ok", costMicroUsd)), ...facts };
}

function refused(id: string, why: AskStory["why"] & string): AskStory {
  return { ...anAsk(id, id, 0), why };
}

function savingOf({ savings }: Costs, control: SavingControl): ControlSaving | undefined {
  return savings.find((each) => each.control === control);
}

describe("what the asks would have cost that a control touched", () => {
  test("a tier taken: their cost, by what the plan says of both first choices", () => {
    const lowered = { fromMicroUsd: 900, toMicroUsd: 300 };
    const costs = costsOf([answered("a", 100, { lowered }), answered("b", 120)]);
    expect(costs.savings).toMatchObject([
      { control: "tier-down", route: "quick", asks: 1, answered: 1, costMicroUsd: 100 },
    ]);
    expect(savingOf(costs, "tier-down")).toMatchObject({
      withoutMicroUsd: 300,
      savedMicroUsd: 200,
    });
  });

  test("pruning: the input that was left out, at each call's rate", () => {
    const pruned = { tokensBefore: 1_000, tokensAfter: 400 };
    const call = { ...firstCall("ok", 480), usage: tokens(400, 20) };
    const costs = costsOf([{ ...answered("a", 0, { pruned }), calls: [call] }]);
    expect(savingOf(costs, "pruning")).toMatchObject({ costMicroUsd: 480, savedMicroUsd: 600 });
  });

  test("a cache: what was read of it, as fresh input", () => {
    const call = { ...firstCall("ok", 130), usage: tokens(100, 20, 50) };
    const costs = costsOf([{ ...answered("a", 0), calls: [call] }]);
    expect(savingOf(costs, "prompt-cache")).toMatchObject({ savedMicroUsd: 45 });
  });

  test("an output limit: a mean answer's output beyond it, and no call after it", () => {
    const whole = { ...firstCall("ok", 140), usage: tokens(100, 10) };
    const cut = { ...firstCall("output-truncated", 200), usage: tokens(100, 25) };
    const after = furtherCall("fallback", "ok", 300);
    const costs = costsOf([
      { ...answered("a", 0), calls: [whole] },
      { ...answered("b", 0), calls: [cut, after] },
    ]);
    // 35 tokens of output over the one answer that was not cut, at 4 each.
    expect(savingOf(costs, "response-limit")).toMatchObject({
      asks: 1,
      costMicroUsd: 500,
      withoutMicroUsd: 200 + 140,
      savedMicroUsd: -160,
    });
  });

  test("asks that were not let in: what one of the route costs that a model answered", () => {
    const costs = costsOf([
      answered("a", 100),
      answered("b", 300),
      refused("c", "throttled"),
      refused("d", "throttled"),
      refused("e", "deferred"),
      refused("f", "quota"),
      refused("g", "budget"),
    ]);
    const said = costs.savings.map(({ control, asks, answered: by, savedMicroUsd }) => [
      control,
      asks,
      by,
      savedMicroUsd,
    ]);
    expect(said).toEqual([
      ["throttle", 2, 0, 400],
      ["defer", 1, 0, 200],
      ["quota", 1, 0, 200],
      ["cap", 1, 0, 200],
    ]);
    expect(costs.byRoute["quick"]?.tasks).toBe(7);
  });

  test("is not known where no other ask of the route tells", () => {
    const costs = costsOf([refused("a", "throttled")]);
    expect(savingOf(costs, "throttle")).toMatchObject({
      withoutMicroUsd: null,
      savedMicroUsd: null,
    });
  });
});

test("beside a saving stand the scores of those asks and of the route's others, and its floor", () => {
  const lowered = { fromMicroUsd: 900, toMicroUsd: 300 };
  const scored = (id: string, score: number, facts: Partial<AskStory> = {}): AskStory => ({
    ...answered(id, 0, facts),
    calls: [{ ...firstCall("ok", 100), score }],
  });
  const stories = [
    scored("a", 0.6, { lowered }),
    scored("b", 0.8, { lowered }),
    scored("c", 0.9),
    scored("d", 0.1, { route: "deep" }),
  ];
  const words = [tellFeedback("a", true, NOON_MS), tellFeedback("c", false, NOON_MS)];
  expect(savingOf(costsOf(stories, words), "tier-down")).toMatchObject({
    qualityFloor: 0.7,
    quality: {
      gate: { touched: { mean: null, count: 0 }, untouched: { mean: null, count: 0 } },
      judge: { touched: { mean: 0.7, count: 2 }, untouched: { mean: 0.9, count: 1 } },
      feedback: { touched: { mean: 1, count: 1 }, untouched: { mean: 0, count: 1 } },
    },
  });
});

test("input beyond the size that a route prunes to is waste of an answer that did, and no other", () => {
  const call = { ...firstCall("ok", 480), usage: tokens(400, 20) };
  // The stories' requests are estimated at ten tokens.
  const long = { ...answered("a", 0, { contextTokensOver: 4 }), calls: [call] };
  expect(costsOf([long])).toMatchObject({
    waste: { "over-long-context": 160 },
    usefulMicroUsd: 320,
  });
  const again = { ...answered("b", 50), taskId: "a", atMs: NOON_MS + 1_000 };
  expect(costsOf([long, again])).toMatchObject({
    waste: { "over-long-context": 0, "re-asks": 480 },
    usefulMicroUsd: 50,
  });
});

test("whatever the asks, what controls touched is part of the route's asks and of its spend", () => {
  const controls = fc.record({
    lowered: fc.option(fc.record({ fromMicroUsd: fc.nat(900), toMicroUsd: fc.nat(900) })),
    pruned: fc.option(fc.record({ tokensBefore: fc.nat(900), tokensAfter: fc.nat(900) })),
    why: fc.constantFrom("first-choice" as const, "throttled" as const, "budget" as const),
  });
  fc.assert(
    fc.property(someAskStories(), fc.array(controls, { minLength: 1 }), (stories, facts) => {
      const told = stories.map((story, index): AskStory => {
        const { lowered, pruned, why } = facts[index % facts.length] ?? {};
        return {
          ...story,
          ...(lowered && { lowered }),
          ...(pruned && { pruned }),
          ...(why && story.end === "static" && { why }),
        };
      });
      const costs = costsOf(told);
      for (const { asks, answered: by, route, ...money } of costs.savings) {
        const ofRoute = told.filter(
          (each) => each.route === route && each.judgesAskId === undefined,
        );
        expect(asks).toBeLessThanOrEqual(ofRoute.length);
        expect(by).toBeLessThanOrEqual(asks);
        expect(money.costMicroUsd).toBeLessThanOrEqual(costs.total.spentMicroUsd);
        if (money.withoutMicroUsd === null) continue;
        expect(Number.isSafeInteger(money.withoutMicroUsd)).toBe(true);
        expect(money.savedMicroUsd).toBe(money.withoutMicroUsd - money.costMicroUsd);
      }
    }),
  );
});
