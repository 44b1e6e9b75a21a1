import type { ControlSaving } from "@switchyard/journal";
import { expect, test } from "vitest";
import { plainCosts } from "./cost-faces.ts";
import { savingNotes, savingTables } from "./saving-table.ts";

const NONE = { touched: { mean: null, count: 0 }, untouched: { mean: null, count: 0 } };

const LOWERED: ControlSaving = {
  control: "tier-down",
  route: "regulated",
  asks: 1_232,
  answered: 1_230,
  costMicroUsd: 5_950_000,
  withoutMicroUsd: 11_890_000,
  savedMicroUsd: 5_940_000,
  quality: {
    gate: NONE,
    judge: { touched: { mean: 0.8211, count: 96 }, untouched: { mean: 0.91, count: 4 } },
    feedback: NONE,
  },
  qualityFloor: 0.9,
};

const CUT: ControlSaving = {
  control: "response-limit",
  route: "quick",
  asks: 2,
  answered: 2,
  costMicroUsd: 300_000,
  withoutMicroUsd: 200_000,
  savedMicroUsd: -100_000,
  quality: { gate: NONE, judge: NONE, feedback: NONE },
  qualityFloor: null,
};

function linesAt(columns: number, savings: readonly ControlSaving[]): readonly string[] {
  const report = { headline: "", paragraphs: [], notes: [] };
  const tables = savingTables(savings, columns >= 100);
  return plainCosts({ ...report, tables }, columns)
    .split("\n")
    .slice(4, -1);
}

test("each saving has the quality that it was saved at beside it, and what there is none of", () => {
  const lines = linesAt(110, [LOWERED, CUT]).map((line) => line.replaceAll(/ {2,}/g, "  "));
  expect(lines).toEqual([
    "control, route  asks  served  cost  without  saved  quality (n)  others (n)  floor",
    "tier-down, regulated  1,232  1,230  $5.95  $11.89  $5.94  judge 0.821 (96)  0.910 (4)  0.90",
    "response-limit, quick  2  2  $0.30  $0.20  -$0.10  none  none  -",
  ]);
});

test("a narrow terminal has room for the saving and its quality", () => {
  const lines = linesAt(80, [LOWERED, CUT]);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines[1]).toContain("$5.94  judge 0.821 (96)   0.910 (4)   0.90");
});

test("what the table says is explained, each control by its own estimate, and nothing without one", () => {
  const notes = savingNotes([LOWERED, LOWERED]).join(" ");
  expect(notes).toContain("Without tier-down: ");
  expect(notes).not.toContain("Without pruning");
  expect([...savingTables([], true), ...savingNotes([])]).toEqual([]);
});
