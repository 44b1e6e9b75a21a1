import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SwitchyardEvent } from "@switchyard/contract";
import { createCostFold, eventLine, foldEvents } from "@switchyard/journal";
import { afterAll, expect, test } from "vitest";
import { TWELVE_ASKS } from "../../../../packages/journal/src/fixtures/twelve-asks.ts";
import { createCostReader } from "./cost-reader.ts";
import type { CostReading } from "./cost-report.ts";
import { followCosts } from "./follow-costs.ts";

const folder = mkdtempSync(join(tmpdir(), "follow-"));
afterAll(() => rmSync(folder, { recursive: true }));

function textOf(events: readonly SwitchyardEvent[]): string {
  return events.map((event) => `${eventLine(event)}\n`).join("");
}

test("a growing journal is printed when it has news, and its last figures are those of the whole", async () => {
  const file = join(folder, "live.jsonl");
  const half = Math.floor(TWELVE_ASKS.length / 2);
  writeFileSync(file, textOf(TWELVE_ASKS.slice(0, half)));
  const period = { sinceMs: -Infinity, untilMs: Infinity };
  const reader = createCostReader(
    { period, timeZone: "UTC", taskWindowMs: undefined, isProgressShown: false },
    { write: () => {}, writeError: () => {}, exit: () => {} },
  );
  const ended = new AbortController();
  const printed: CostReading[] = [];
  const looks = [
    () => {},
    () => appendFileSync(file, textOf(TWELVE_ASKS.slice(half))),
    () => {},
    () => ended.abort(),
  ];
  await followCosts({
    sources: [file],
    reader,
    signal: ended.signal,
    print: (reading) => printed.push(reading),
    sleep: async () => looks.shift()?.(),
  });
  const costsOf = (events: readonly SwitchyardEvent[]): unknown =>
    foldEvents(createCostFold(), events);
  expect(printed.map(({ costs }) => costs)).toEqual([
    costsOf(TWELVE_ASKS.slice(0, half)),
    costsOf(TWELVE_ASKS),
  ]);
});
