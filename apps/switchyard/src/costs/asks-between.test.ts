import type { SwitchyardEvent } from "@switchyard/contract";
import { createCostFold, foldStream, type Costs } from "@switchyard/journal";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  anAsk,
  firstCall,
  tellAsk,
  tellFeedback,
} from "../../../../packages/journal/src/fixtures/ask-stories.ts";
import { someAskStories } from "../../../../packages/journal/src/fixtures/some-ask-stories.ts";
import { mixStories } from "../../../../packages/journal/src/fixtures/money-stories.ts";
import { asksBetween, type Period } from "./asks-between.ts";

async function* streamOf(events: readonly SwitchyardEvent[]): AsyncGenerator<SwitchyardEvent> {
  yield* events;
}

function costsOf(events: readonly SwitchyardEvent[], period: Period): Promise<Costs> {
  return foldStream(createCostFold(), asksBetween(streamOf(events), period));
}

test("two periods that meet have the spend of both, whole asks each, wherever they meet", async () => {
  const turns = fc.array(fc.nat(20), { maxLength: 80 });
  await fc.assert(
    fc.asyncProperty(someAskStories(), turns, fc.nat(2_000_000), async (stories, mix, after) => {
      const events = mixStories(stories.map(tellAsk), mix);
      const middleMs = 1_795_521_600_000 + after;
      const whole = await costsOf(events, { sinceMs: -Infinity, untilMs: Infinity });
      const early = await costsOf(events, { sinceMs: -Infinity, untilMs: middleMs });
      const late = await costsOf(events, { sinceMs: middleMs, untilMs: Infinity });
      expect(early.total.spentMicroUsd + late.total.spentMicroUsd).toBe(whole.total.spentMicroUsd);
      expect(early.undecidedMicroUsd + late.undecidedMicroUsd).toBe(0);
    }),
  );
});

test("an ask counts by its receipt, and feedback on it, however late they end", async () => {
  const story = anAsk("a", "a", 0, firstCall("ok", 10));
  const late = tellAsk(story).map((event, index) =>
    Object.assign({}, event, { atMs: story.atMs + index * 1000 }),
  );
  const events = [...late, tellFeedback("a", false, story.atMs + 99_000)];
  const period = { sinceMs: story.atMs, untilMs: story.atMs + 1 };
  expect((await costsOf(events, period)).total).toMatchObject({ tasks: 1, tasksWithFeedback: 1 });
  const { total } = await costsOf(events, { sinceMs: story.atMs + 1, untilMs: Infinity });
  expect(total).toMatchObject({ tasks: 0, spentMicroUsd: 0 });
});
