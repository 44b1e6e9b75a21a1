import { DocumentError } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { packTrace, unpackTrace } from "./packed-trace.ts";
import { parseTraceCsv } from "./parse-trace-csv.ts";
import type { Trace } from "./trace.ts";

const anyRows = fc
  .array(
    fc.record({ us: fc.nat(3_600_000_000), inputTokens: fc.nat(1e6), outputTokens: fc.nat() }),
    {
      minLength: 1,
      maxLength: 50,
    },
  )
  .map((rows) => {
    const sorted = rows.toSorted((a, b) => a.us - b.us);
    const firstUs = sorted[0]?.us ?? 0;
    return sorted.map(({ us, inputTokens, outputTokens }) => ({
      atMs: (us - firstUs) / 1000,
      inputTokens,
      outputTokens: outputTokens % 10_000_000,
    }));
  });

function csvOf({ rows }: Trace): string {
  const lines = rows.map((row) => `${row.atMs},${row.inputTokens},${row.outputTokens}`);
  return ["atMs,inputTokens,outputTokens", ...lines].join("\n");
}

test("what is written as CSV or packed is read back as it was", () => {
  fc.assert(
    fc.property(anyRows, (rows) => {
      const trace = { name: "t.csv", rows };
      expect(parseTraceCsv(csvOf(trace), "t.csv")).toEqual(trace);
      expect(unpackTrace(packTrace(trace))).toEqual(trace);
    }),
  );
});

test("the public data set's timestamps count from the first row, to the microsecond", () => {
  const text =
    "TIMESTAMP,ContextTokens,GeneratedTokens\r\n" +
    "2023-11-16 23:59:59.9999990,374,44\r\n2023-11-17 00:00:01.0000010,396,109\r\n";
  expect(parseTraceCsv(text, "t.csv").rows.map(({ atMs }) => atMs)).toEqual([0, 1000.002]);
});

function mistakesOf(text: string): readonly string[] {
  try {
    parseTraceCsv(text, "t.csv");
    return [];
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return error.issues.map(
      ({ position, message }) => `${position?.line}:${position?.column} ${message}`,
    );
  }
}

test("every wrong row is reported with its line, column, value and rule", () => {
  const header = "atMs,inputTokens,outputTokens";
  expect(mistakesOf([header, "0,10,5", "1s,-1,5", "2,3", "9,1,many", "8,1,1"].join("\n"))).toEqual([
    '3:1 "1s" is no instant. Write milliseconds, such as 1250 or 1250.75.',
    '3:4 "-1" is no number of tokens. Write a whole number from 0 to 10000000.',
    '4:1 "2,3" has 2 fields, not 3.',
    '5:5 "many" is no number of tokens. Write a whole number from 0 to 10000000.',
    "6:1 8 is before the row above. Sort the rows by time.",
  ]);
  expect(mistakesOf("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-13-01 00:00:00,1,1")).toEqual([
    '2:1 "2023-13-01 00:00:00" is no instant. Write it as 2023-11-16 18:15:46.680.',
  ]);
});

test("an empty file, a strange header and a trace without rows are told apart", () => {
  expect(mistakesOf("")).toEqual([expect.stringMatching(/^1:1 "" is no header of a trace/)]);
  expect(mistakesOf("time,in,out\n1,2,3")).toEqual([
    expect.stringMatching(/^1:1 "time,in,out" is no header.*Write TIMESTAMP,.* or atMs,/),
  ]);
  expect(mistakesOf("atMs,inputTokens,outputTokens\n")).toEqual([
    "1:1 The trace has a header and no row. Add rows.",
  ]);
});

test("a thousand mistakes give twenty messages", () => {
  const rows = Array.from({ length: 1000 }, () => "x,1,1");
  expect(mistakesOf(["atMs,inputTokens,outputTokens", ...rows].join("\n"))).toHaveLength(20);
});
