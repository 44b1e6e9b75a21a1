import { openBundle } from "@switchyard/sdk";
import { expect, test } from "vitest";
import { at, outageEvents } from "../fixtures/outage-events.ts";
import { SMALL_BUNDLE } from "../fixtures/small-bundle.ts";
import { readFilter } from "./ask-filter.ts";
import { isTroubled, lastFailure, routeOfStory, usedFallback, type AskStory } from "./ask-story.ts";
import { explainStory } from "./explain-story.ts";
import { findAsk, newestFirst } from "./recent-asks.ts";
import { reduceView } from "./reduce-view.ts";
import { createViewModel, type ViewModel } from "./view-model.ts";

const START = createViewModel({
  bundle: SMALL_BUNDLE,
  scenario: "openai-outage",
  seed: "42",
  requests: 600,
  durationMs: 600_000,
  faults: [],
});

const MODEL: ViewModel = outageEvents().reduce(reduceView, START);

function storyOf(askId: string): AskStory {
  const story = findAsk(MODEL.recentAsks, askId);
  if (story === undefined) throw new Error(`${askId} is not remembered`);
  return story;
}

test("a story has the ladder as it was climbed, with waits, outcomes and costs", () => {
  const story = storyOf("ask-184");
  expect(story.attempts.map(({ started }) => [started.kind, started.endpoint])).toEqual([
    ["first", "openai/luna#us"],
    ["fallback", "google/flash#us"],
  ]);
  expect(
    story.attempts.map(({ ended }) => [ended?.outcome, ended?.latencyMs, ended?.costMicroUsd]),
  ).toEqual([
    ["network", 40, 0],
    ["ok", 900, 50_000],
  ]);
  expect(routeOfStory(story)).toBe("quick");
  expect(usedFallback(story)).toBe(true);
  expect(lastFailure(story)?.provider).toBe("openai");
  expect(story.ending?.atMs).toBe(at(184_940));
});

test("asks with trouble are remembered though many went well after them, and memory is bounded", () => {
  const { smooth, troubled } = MODEL.recentAsks;
  expect(smooth).toHaveLength(256);
  expect(troubled.length).toBeGreaterThan(100);
  expect(troubled.every(isTroubled)).toBe(true);
  expect(smooth.some(isTroubled)).toBe(false);
  const instants = newestFirst(MODEL.recentAsks).map(({ ending }) => ending?.atMs ?? 0);
  expect(instants).toEqual(instants.toSorted((a, b) => b - a));
  const twice = outageEvents().reduce(reduceView, MODEL);
  expect(twice.recentAsks.troubled.length).toBeLessThanOrEqual(256);
});

test("an end that comes after its ask opens no ask that would stay for ever", () => {
  const late = outageEvents().find(({ type }) => type === "attempt-ended");
  if (late === undefined) throw new Error("the outage has calls");
  const sizes = (model: ViewModel): number =>
    model.openAsks.reduce((sum, shard) => sum + shard.length, 0);
  expect(sizes(MODEL)).toBe(0);
  expect(sizes(reduceView(MODEL, late))).toBe(0);
});

test("every word of a filter has to match, by key or anywhere", () => {
  const story = storyOf("ask-184");
  const matching = [
    "",
    "route:quick",
    "ROUTE:QUI",
    "risk:low segment:free",
    "provider:google",
    "outcome:network",
    "outcome:fallback",
    "rung:full intent:quick",
    "ask-184 network",
    "luna",
  ];
  expect(matching.filter((text) => !readFilter(text)(story))).toEqual([]);
  const others = ["route:planning", "risk:high", "route:quick risk:high", "timeout", "x:y"];
  expect(others.filter((text) => readFilter(text)(story))).toEqual([]);
});

test("candidates are explained with numbers and the line of the policy that is responsible", () => {
  const loaded = openBundle({ policy: "builtin/support-platform" });
  const { bundle } = loaded;
  const story = storyOf("ask-184");
  const { received } = story;
  const [rung] = story.rungs;
  if (received === undefined || rung === undefined) throw new Error("the ask was told of");
  const told: AskStory = {
    ...story,
    bundle: bundle.hash.slice(0, 12),
    received: { ...received, intent: "regulated-answer", risk: "high", slaMs: 9_000 },
    rungs: [
      {
        ...rung,
        route: "regulated",
        rejected: {
          "openai/gpt-6-sol#us": ["breaker-open"],
          "mistral/mistral-large-4#eu": ["risk-not-approved"],
        },
      },
    ],
  };
  const { route, leftOut, note } = explainStory(told, loaded);
  expect(route).toEqual({ id: "regulated", place: "support-platform:40" });
  expect(leftOut[0]?.why).toMatch(/breaker/);
  expect(leftOut).toHaveLength(2);
  expect(note).toBeUndefined();
  expect(explainStory({ ...told, bundle: "other" }, loaded).note).toMatch(/another policy/);
  expect(explainStory(told, undefined).leftOut.map(({ why }) => why)).toEqual([
    "its breaker was open after failures",
    "risk not approved",
  ]);
});
