import { createCostFold, foldEvents, type Costs, type ControlSaving } from "@switchyard/journal";
import { renderToString } from "ink";
import { describe, expect, test } from "vitest";
import { aPolicyReading } from "../fixtures/a-policy-reading.ts";
import { at, outageEvents } from "../fixtures/outage-events.ts";
import { SMALL_BUNDLE } from "../fixtures/small-bundle.ts";
import { explainStory } from "../view/explain-story.ts";
import { reduceView } from "../view/reduce-view.ts";
import { createViewModel, type ViewModel } from "../view/view-model.ts";
import type { CheckLine, Frame } from "./frame.ts";
import { lineWidth } from "./line.ts";
import { AT_START, type Page } from "./navigation.ts";
import { Screen } from "./Screen.tsx";

const CHECKS: readonly CheckLine[] = [
  { text: "violations = 0", shortText: "violations =0", state: "ok", actual: "0" },
  {
    text: "availability ≥ 99.5% (openai-down, each route)",
    shortText: "availability ≥99.5% openai-down",
    state: "failing",
    actual: "97.1%",
  },
  { text: "p95 ≤ 8s (fault)", shortText: "p95 ≤8s fault", state: "pending", actual: "–" },
];

function modelAt(sinceStartMs: number): ViewModel {
  const start = createViewModel({
    bundle: SMALL_BUNDLE,
    scenario: "openai-outage",
    seed: "42",
    requests: 600,
    durationMs: 600_000,
    faults: [],
  });
  const events = outageEvents().filter(({ atMs }) => atMs <= at(sinceStartMs));
  return events.reduce(reduceView, start);
}

const BEFORE = modelAt(-1);
const OUTAGE = modelAt(200_000);
const OVER = modelAt(600_000);

const NO_COSTS = foldEvents(createCostFold(), []);
const NONE = { touched: { mean: null, count: 0 }, untouched: { mean: null, count: 0 } };
/** The costs of the outage, and savings of as many routes as no screen has room for. */
const COSTS: Costs = {
  ...foldEvents(createCostFold(), outageEvents()),
  savings: Array.from({ length: 40 }, (_, index): ControlSaving => ({
    control: "tier-down",
    route: `a-route-with-a-long-name-${index}`,
    asks: 12_345,
    answered: 12_345,
    costMicroUsd: 5_000_000,
    withoutMicroUsd: 5_000_000 + index * 1_000_000,
    savedMicroUsd: index * 1_000_000,
    quality: {
      gate: NONE,
      judge: { touched: { mean: 0.5, count: 12_345 }, untouched: { mean: 0.91, count: 12_345 } },
      feedback: NONE,
    },
    qualityFloor: 0.9,
  })),
};

const POLICY = {
  path: "./a-folder/with-a-long-name/".repeat(7),
  reading: aPolicyReading("./strict.yaml"),
  top: 3,
} as const;

const EXPLAIN: Frame["explain"] = (story) => explainStory(story, undefined);

function onPolicy(policy: Frame["nav"]["policy"]): Partial<Frame> {
  return { nav: { ...AT_START, pages: ["overview", "policy"], policy } };
}

/** A page over the overview; of single asks, the first that an outage hit. */
function on(page: Page, costs: Costs = NO_COSTS): Partial<Frame> {
  return { nav: { ...AT_START, pages: ["overview", page], askId: "ask-180" }, costs };
}

function aFrame(model: ViewModel, more: Partial<Frame> = {}): Frame {
  const pace = { isPaused: false, speed: 20 };
  return {
    model,
    pace,
    behindMs: 0,
    checks: CHECKS,
    nav: AT_START,
    costs: NO_COSTS,
    explain: EXPLAIN,
    targets: [{ words: "@primary, openai", target: { provider: "@primary" } }],
    ...more,
  };
}

function draw(frame: Frame, columns: number, rows: number): readonly string[] {
  const text = renderToString(<Screen frame={frame} terminal={{ columns, rows }} />, { columns });
  // Styles carry no width.
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/\u001B\[[0-9;]*m/g, "").split("\n");
}

const SIZES = [
  [250, 80],
  [200, 60],
  [160, 50],
  [120, 36],
  [120, 34],
  [100, 30],
  [80, 24],
  [60, 20],
  [48, 14],
  [40, 10],
  [20, 3],
] as const;

describe("the screen", () => {
  test.each(SIZES)("fits a terminal of %i x %i at every stage of a run", (columns, rows) => {
    const frames = [BEFORE, OUTAGE, OVER].map((model) => aFrame(model));
    const pages = [
      on("help"),
      on("faults"),
      on("policy"),
      onPolicy(POLICY),
      on("costs", COSTS),
      on("costs", NO_COSTS),
      on("asks"),
      on("ask"),
    ];
    for (const frame of [...frames, ...pages.map((page) => aFrame(OUTAGE, page))]) {
      const lines = draw(frame, columns, rows);
      expect(lines.length).toBeLessThanOrEqual(rows - 1);
      for (const line of lines) expect([...line].length).toBeLessThanOrEqual(columns);
    }
  });

  test.each([SIZES[3], SIZES[6]])("every panel of %i x %i closes its frame", (columns, rows) => {
    const lines = draw(aFrame(OUTAGE), columns, rows);
    const count = (corner: string): number =>
      [...lines.join("")].filter((c) => c === corner).length;
    expect(count("╮")).toBe(5);
    expect(count("╭")).toBe(5);
    expect(count("╰")).toBe(5);
    expect(count("╯")).toBe(5);
    for (const line of lines.slice(4, -1)) expect(lineWidth([{ text: line }])).toBe(columns);
  });

  test.each([SIZES[3], SIZES[6]])("says at %i x %i what is wrong in words", (columns, rows) => {
    const text = draw(aFrame(OUTAGE), columns, rows).join("\n");
    expect(text).toContain("✖ openai-down");
    expect(text).toContain("▲ OPEN 1/2");
    expect(text).toContain("network");
    expect(text).toContain("✖ availability ≥99.5%");
    expect(text).toContain("$390/$500");
    expect(text).toContain("seed 42");
  });

  test("at 80 x 24 the keys for what is done most are in sight, and fewer where nothing can be done", () => {
    const { targets: _, ...watched } = aFrame(OUTAGE);
    expect(draw(aFrame(OUTAGE), 80, 24).at(-1)?.trim()).toBe(
      "space pause  f faults  p policy  a asks  enter open  tab panel  ? help  q quit",
    );
    expect(draw(watched, 80, 24).at(-1)?.trim()).toBe(
      "space pause  a asks  enter open  tab panel  / filter  c costs  ? help  q quit",
    );
  });

  test("shows a pause, and the verdict once there is one", () => {
    const paused = draw(aFrame(OUTAGE, { pace: { isPaused: true, speed: 20 } }), 80, 24);
    expect(paused.join("\n")).toContain("PAUSED");
    const verdict = { isGood: false, text: "FAIL: 2 of 3 expectations hold" };
    for (const [columns, rows] of SIZES.slice(0, 10)) {
      expect(draw(aFrame(OVER, { verdict }), columns, rows).join("\n")).toContain("FAIL");
    }
  });

  test.each([SIZES[3], SIZES[6]])(
    "has at %i x %i a page of what a success costs, and of savings with their quality",
    (columns, rows) => {
      const lines = draw(aFrame(OUTAGE, on("costs", COSTS)), columns, rows);
      expect(lines.find((line) => line.includes("regulated"))).toMatch(/\$\d/);
      const saving = lines.find((line) => line.includes("tier-down"));
      expect(saving).toMatch(/\$39\.00 +0\.50 \(12,345\) +0\.91 \(12,345\) +0\.90/);
      expect(lines.join("")).toMatch(/and \d+ more/);
    },
  );

  test("shows no saving without its quality, however narrow it is", () => {
    const lines = draw(aFrame(OUTAGE, on("costs", COSTS)), 48, 14);
    const saving = lines.find((line) => line.includes("tier-down"));
    expect(saving).toMatch(/\$39\.00 +0\.50 \(12,345\) +0\.90/);
  });

  test("with few rows, expectations that fail come first", () => {
    const many = Array.from({ length: 9 }, (_, index): CheckLine => {
      const text = `expectation ${index}`;
      return { text, shortText: text, state: index === 8 ? "failing" : "ok", actual: "1" };
    });
    const text = draw(aFrame(OUTAGE, { checks: many }), 80, 24).join("\n");
    expect(text).toContain("✖ expectation 8");
  });
});
