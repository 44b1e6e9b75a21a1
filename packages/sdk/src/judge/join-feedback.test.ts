import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { feedbackIssues, joinFeedback, type Feedback } from "./join-feedback.ts";
import { createRecentAsks } from "./recent-asks.ts";

const ask = {
  askId: "ask-1",
  taskId: "task-1",
  route: "quick",
  intent: "faq",
  isPruned: false,
  model: "openai/gpt-6-luna",
} as const;

describe("feedback", () => {
  test("finds the ask by its id, and the last ask of a task by the task's", () => {
    const asks = createRecentAsks();
    asks.add(ask);
    const later = { ...ask, askId: "ask-2", route: "rest" };
    asks.add(later);

    expect(joinFeedback(asks, { askId: "ask-1", success: true })).toEqual({
      kind: "joined",
      ask,
      record: { route: "quick", model: "openai/gpt-6-luna", score: 1, source: "feedback" },
    });
    expect(joinFeedback(asks, { taskId: "task-1", success: false })).toMatchObject({
      kind: "joined",
      ask: later,
      record: { route: "rest", score: 0 },
    });
    expect(joinFeedback(asks, { askId: "ask-1", success: false, score: 0.8 })).toMatchObject({
      record: { score: 0.8 },
    });
    expect(joinFeedback(asks, { askId: "ask-1", success: true, score: 0 })).toMatchObject({
      record: { score: 0 },
    });
  });

  test("of a static answer scores no model", () => {
    const asks = createRecentAsks();
    const { model: _, ...unserved } = ask;
    asks.add(unserved);

    expect(joinFeedback(asks, { askId: "ask-1", success: false })).toEqual({
      kind: "no-model",
      ask: unserved,
    });
  });

  test("for an ask that is forgotten or never was is told, not thrown", () => {
    const asks = createRecentAsks(10);
    for (let index = 0; index < 30; index += 1)
      asks.add({ ...ask, askId: `ask-${index}`, taskId: `task-${index}` });

    expect(joinFeedback(asks, { askId: "ask-0", success: true })).toEqual({ kind: "unknown" });
    expect(joinFeedback(asks, { taskId: "task-0", success: true })).toEqual({ kind: "unknown" });
    expect(joinFeedback(asks, { askId: "none", success: true })).toEqual({ kind: "unknown" });
    for (let index = 20; index < 30; index += 1)
      expect(asks.find({ askId: `ask-${index}` })).toMatchObject({ askId: `ask-${index}` });
  });

  test("without issues always gives a score from 0 to 1", () => {
    const asks = createRecentAsks();
    asks.add(ask);
    const aFeedback = fc.record(
      { askId: fc.constant("ask-1"), success: fc.boolean(), score: fc.double() },
      { requiredKeys: ["askId"] },
    );
    fc.assert(
      fc.property(aFeedback, (feedback) => {
        fc.pre(feedbackIssues(feedback).length === 0);
        const joined = joinFeedback(asks, feedback);
        const score = joined.kind === "joined" ? joined.record.score : Number.NaN;

        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
      }),
    );
  });

  test.each<[Feedback, string]>([
    [{ askId: "", success: true }, "Give the askId or the taskId"],
    [{ taskId: "t" }, "Say success: true or false, or give a score."],
    [{ askId: "a", score: 1.5 }, "score 1.5 is no number from 0 to 1."],
    [{ askId: "a", score: Number.NaN }, "score NaN is no number from 0 to 1."],
    [JSON.parse('{"askId":"a","success":"yes"}'), "success yes is neither true nor false."],
    [JSON.parse('{"success":true}'), "Give the askId or the taskId"],
  ])("%j is refused: %s", (feedback, message) => {
    expect(feedbackIssues(feedback).map((issue) => issue.message)).toContainEqual(
      expect.stringContaining(message),
    );
  });
});
