import { describe, expect, test } from "vitest";
import { TWELVE_ASKS } from "../fixtures/twelve-asks.ts";
import { foldEvents } from "../fold.ts";
import { createCostFold } from "./cost-fold.ts";
import type { Costs } from "./costs.ts";

describe("twelve asks over five tasks, by hand", () => {
  const costs = foldEvents(createCostFold(), TWELVE_ASKS);

  test("all spend over the four successes is the cost of one", () => {
    expect(520 + 450 + 370 + 380 + 940 + 25).toBe(2685);
    expect(costs.total).toEqual({
      spentMicroUsd: 2685,
      wasteMicroUsd: 1700,
      tasks: 5,
      successes: 4,
      tasksWithFeedback: 2,
      costPerSuccessMicroUsd: Math.round(2685 / 4),
    });
    expect(costs.feedbackShare).toBe(2 / 5);
    expect(costs.earlySuccesses).toBe(1);
  });

  test("each micro-dollar is useful, judging, or waste of one cause", () => {
    expect(costs.usefulMicroUsd).toBe(300 + 400 + 150 + 110);
    expect(costs.judgingMicroUsd).toBe(25);
    expect(costs.undecidedMicroUsd).toBe(0);
    expect(costs.waste).toEqual({
      retries: 50,
      fallbacks: 70,
      hedges: 80,
      refusals: 120,
      truncation: 90,
      "invalid-output": 60,
      "over-long-context": 40,
      unanswered: 30,
      "rejected-answers": 200,
      "re-asks": 100 + 140 + 130 + 500 + 90,
    });
  });

  test("money is where it was paid, and a success where the answer was given", () => {
    expect(costs.byModel).toEqual({
      "a/one": figures(1530, 1020, 3, 2, 2),
      "b/two": figures(1130, 680, 2, 2, 0),
    });
    expect(costs.byProvider).toEqual({ a: costs.byModel["a/one"], b: costs.byModel["b/two"] });
    expect(costs.byRoute).toEqual({
      planning: figures(450, 50, 1, 1, 0),
      quick: figures(2210, 1650, 4, 3, 2),
    });
    expect(costs.byIntent).toEqual({
      faq: costs.byRoute["quick"],
      plan: costs.byRoute["planning"],
    });
    expect(costs.bySegment).toEqual({
      free: costs.byRoute["quick"],
      pro: costs.byRoute["planning"],
    });
    expect(costs.byDay).toEqual({ "2026-11-24": figures(2660, 1700, 5, 4, 2) });
  });
});

function figures(
  spentMicroUsd: number,
  wasteMicroUsd: number,
  tasks: number,
  successes: number,
  tasksWithFeedback: number,
): Costs["total"] {
  const costPerSuccessMicroUsd = Math.round(spentMicroUsd / successes);
  return {
    spentMicroUsd,
    wasteMicroUsd,
    tasks,
    successes,
    tasksWithFeedback,
    costPerSuccessMicroUsd,
  };
}
