import { beforeAll, expect, test } from "vitest";
import type { RehearsalRun } from "../chaos/run-rehearsal.ts";
import { verdictOf } from "../chaos/verdict.ts";
import { aShortRun } from "../fixtures/short-run.ts";
import { jsonReport } from "./json-report.ts";
import { taxonomyTable } from "./taxonomy-table.ts";

let run: RehearsalRun;

beforeAll(async () => {
  run = await aShortRun("taxonomy", 200);
});

test("a kind has a line with its calls at each provider, and the last line sums them up", () => {
  const lines = taxonomyTable(run);
  const { calls } = run.outcome.taxonomy;
  expect(lines[0]).toMatch(/^injected +anthropic +google +mistral +openai +misread as$/);
  expect(lines[1]).toMatch(/^rate-limited +\d+ .*–$/);
  expect(lines.at(-1)).toBe(`${calls} calls with one fault, 0 of them misread`);
});

test("what was misread is told with what it was taken for", () => {
  const cells = [
    { injected: "auth", provider: "openai", calls: 3, seen: { auth: 1, network: 2 } },
  ] as const;
  const taxonomy = { cells, calls: 3, misread: 2, examples: [] };
  const misread = { ...run, outcome: { ...run.outcome, taxonomy } };
  expect(taxonomyTable(misread).slice(1)).toEqual([
    "auth      1 of 3  network",
    "3 calls with one fault, 2 of them misread",
  ]);
});

test("the JSON report has it, and only where the scenario asks for it", async () => {
  expect(jsonReport(run, verdictOf(run)).taxonomy).toEqual(run.outcome.taxonomy);
  const other = await aShortRun();
  expect(jsonReport(other, verdictOf(other)).taxonomy).toBeUndefined();
  expect(taxonomyTable(other)).toEqual([]);
});
