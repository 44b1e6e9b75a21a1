import { describe, expect, test } from "vitest";
import {
  anAsk,
  firstCall,
  furtherCall,
  NOON_MS,
  tellAsk,
  tellFeedback,
} from "../fixtures/ask-stories.ts";
import { foldEvents } from "../fold.ts";
import { createCostFold } from "./cost-fold.ts";
import type { Costs } from "./costs.ts";

describe("twelve asks over five tasks, by hand", () => {
  const plan = { intent: "plan", segment: "pro", route: "planning" };
  const events = [
    // 1: answered for 100 and asked again; then a refusal for 120, and the next model's answer.
    ...tellAsk(anAsk("1a", "1", 0, firstCall("ok", 100))),
    ...tellAsk(anAsk("1b", "1", 2, firstCall("refusal", 120), furtherCall("fallback", "ok", 300))),
    // 2: a call timed out for 50, the same model answered; a judge was asked for 25.
    ...tellAsk({
      ...anAsk("2a", "2", 3, firstCall("timeout", 50), furtherCall("retry", "ok", 400)),
      ...plan,
    }),
    ...tellAsk({
      ...anAsk("2j", "2", 3, firstCall("ok", 25)),
      judgesAskId: "2a",
      route: "judging",
    }),
    // 3: answered for 140 and asked again; then a hedge answered and cut the first call.
    ...tellAsk(anAsk("3a", "3", 4, firstCall("ok", 140))),
    ...tellAsk(anAsk("3b", "3", 5, firstCall("outrun", 80), furtherCall("hedge", "ok", 150))),
    // 4: two bad answers, then none, then one that the user rejects.
    ...tellAsk(
      anAsk(
        "4a",
        "4",
        6,
        firstCall("output-truncated", 90),
        furtherCall("fallback", "malformed-output", 60),
      ),
    ),
    ...tellAsk({
      ...anAsk("4b", "4", 7, firstCall("overloaded"), furtherCall("fallback", "timeout", 30)),
      end: "failed",
    }),
    ...tellAsk(anAsk("4c", "4", 8, firstCall("ok", 200))),
    tellFeedback("4c", false, NOON_MS + 9 * 60_000),
    // 5: an answer that the user calls good, and three further asks all the same.
    ...tellAsk(anAsk("5a", "5", 10, firstCall("ok", 110))),
    tellFeedback("5a", true, NOON_MS + 11 * 60_000),
    ...tellAsk(anAsk("5b", "5", 12, firstCall("ok", 130))),
    ...tellAsk(
      anAsk("5c", "5", 13, firstCall("context-overflow", 40), furtherCall("fallback", "ok", 500)),
    ),
    ...tellAsk(
      anAsk("5d", "5", 14, firstCall("server-error", 70), furtherCall("fallback", "ok", 90)),
    ),
  ];
  const costs = foldEvents(createCostFold(), events);

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
