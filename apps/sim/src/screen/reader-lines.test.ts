import { expect, test } from "vitest";
import { MOMENTS } from "../fixtures/moments.ts";
import { explainStory } from "../view/explain-story.ts";
import type { Frame } from "./frame.ts";
import { AT_START, FOCUSES, type Page } from "./navigation.ts";
import { readerLines } from "./reader-lines.ts";
import { spokenText } from "./spoken-text.ts";

function aFrame(more: Partial<Frame> = {}): Frame {
  return {
    ...MOMENTS.outage,
    pace: { isPaused: false, speed: 20 },
    behindMs: 0,
    checks: [],
    nav: AT_START,
    explain: (story) => explainStory(story, undefined),
    targets: [{ words: "@primary, openai", target: { provider: "@primary" } }],
    ...more,
  };
}

const PAUSED = { isPaused: true, speed: 20 };

function on(page: Page): Frame {
  const nav = { ...AT_START, pages: ["overview", page], askId: "ask-184" } as const;
  return aFrame({ nav, pace: PAUSED });
}

test("while a run goes on nothing is said that only time changes", () => {
  const calm = readerLines(aFrame(MOMENTS.calm));
  expect(readerLines(aFrame())).toEqual(calm);
  expect(calm[0]).toBe("Running, 20 times.");
});

test("a pause says where the run is, and what the cursor is on", () => {
  const lines = FOCUSES.map((focus) =>
    readerLines(aFrame({ pace: PAUSED, nav: { ...AT_START, focus } })).join(" "),
  );
  expect(lines[0]).toContain("Paused at 04:00 / 10:00.");
  expect(lines[0]).toContain("openai/luna#us closed to open: 5 failures in a row");
  expect(lines[1]).toContain("providers: anthropic OK");
  expect(lines[2]).toMatch(/routes: \w+/);
});

test("an ask is told with its ladder and the reasons", () => {
  const lines = readerLines(on("ask"));
  expect(lines).toContain("Ladder as climbed:");
  expect(lines.join(" ")).toMatch(/luna#us .*network/);
});

test("the palette and the menu say the line under the cursor alone", () => {
  expect(readerLines(on("faults")).slice(1)).toEqual([
    "A fault.",
    "what outage: connections are refused",
  ]);
  expect(readerLines(on("help")).slice(1)).toEqual([
    "Menu. space: pause and go on. Enter does it.",
  ]);
  expect(readerLines(on("asks")).join(" ")).toContain("Asks, filter none.");
});

test("what is only drawn is not spoken", () => {
  const line = [{ text: "● OK  ▃▃▄██░·· · 97.4% → google × 3 ≥ 2" }];
  expect(spokenText(line)).toBe("OK, 97.4% to google times 3 at least 2");
});
