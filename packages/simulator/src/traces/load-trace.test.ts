import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadTrace, SHIPPED_TRACES } from "./load-trace.ts";

const folder = mkdtempSync(join(tmpdir(), "trace-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("the shipped traces are whole: every row of the public data set, in order", () => {
  const [conversation, code] = SHIPPED_TRACES.map(loadTrace);
  expect(conversation?.rows).toHaveLength(19_366);
  expect(code?.rows).toHaveLength(8_819);
  expect(conversation?.rows.slice(0, 2)).toEqual([
    { atMs: 0, inputTokens: 374, outputTokens: 44 },
    { atMs: 4314.579, inputTokens: 396, outputTokens: 109 },
  ]);
  expect(conversation?.rows.at(-1)).toEqual({
    atMs: 3_501_721.937,
    inputTokens: 197,
    outputTokens: 183,
  });
  for (const { rows } of [conversation, code].flatMap((trace) => trace ?? []))
    expect(rows.every(({ atMs }, index) => atMs >= (rows[index - 1]?.atMs ?? 0))).toBe(true);
});

test("a trace of one's own is read from its file", () => {
  const file = join(folder, "mine.csv");
  writeFileSync(file, "atMs,inputTokens,outputTokens\n100,20,3\n350.5,1,0\n");
  expect(loadTrace(file)).toEqual({
    name: file,
    rows: [
      { atMs: 0, inputTokens: 20, outputTokens: 3 },
      { atMs: 250.5, inputTokens: 1, outputTokens: 0 },
    ],
  });
});

test("a name that is neither a trace nor a file says so, with the nearest trace", () => {
  expect(() => loadTrace("azure-2023-conversatoin")).toThrow(
    /There is no trace "azure-2023-conversatoin".*Did you mean azure-2023-conversation\?/,
  );
  expect(() => loadTrace(folder)).toThrow(/There is no trace.*EISDIR.*path of a CSV file/);
});
