import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DocumentError } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseCsv } from "./parse-csv.ts";
import { readTraffic, type TrafficReading } from "./read-traffic.ts";

const folder = mkdtempSync(join(tmpdir(), "switchyard-"));

/** Reads a file of this name and text; problems name it without its folder. */
async function read(name: string, text: string): Promise<TrafficReading> {
  const file = join(folder, name);
  writeFileSync(file, text);
  const { rows, problems } = await readTraffic([file]);
  return { rows, problems: problems.map((problem) => problem.replace(`${folder}/`, "")) };
}

test("what is written as CSV reads back, whatever stands in the cells", () => {
  const aCell = fc.string({ unit: fc.constantFrom("a", " ", ",", '"', "\n", "é"), maxLength: 6 });
  const aTable = fc.array(fc.array(aCell, { minLength: 2, maxLength: 3 }), { maxLength: 5 });
  fc.assert(
    fc.property(aTable, fc.constantFrom("\n", "\r\n"), (table, lineEnd) => {
      const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
      const text = table.map((cells) => cells.map(quoted).join(",")).join(lineEnd);
      expect(parseCsv(text).rows.map(({ cells }) => cells)).toEqual(table);
    }),
  );
});

test("a LiteLLM spend log gives tokens and tags; a row that cannot be read is told and left out", async () => {
  const { rows, problems } = await read(
    "spend.csv",
    `request_id,model,spend,prompt_tokens,completion_tokens,request_tags
1,x,0.01,500,20,"[""intent:faq"", ""risk:low"", ""team:blue""]"

2,x,0.01,many,20,"[""intent:faq""]"
3,x,0.01,7,20,[]
4,x,0.01,7,20,"[""intent:extract""]"
5,x,0.01
6,x,0.01,7,20,free text
7,x,0.01,7,20,"[""intent:faq""]
`,
  );

  expect(rows).toEqual([
    { weight: 1, intent: "faq", risk: "low", contextTokens: 500 },
    { weight: 1, intent: "extract", contextTokens: 7 },
  ]);
  expect(problems).toEqual([
    "spend.csv:4: `contextTokens` is no number of 0 or more; the row is left out",
    "spend.csv:5: it has no intent; the row is left out",
    "spend.csv:7: it has 3 cells, and the first line names 6 columns; the row is left out",
    "spend.csv:8: `request_tags` is no list of texts; the row is left out",
    "spend.csv:9: its quote is never closed; the row is left out",
  ]);
});

test("a spend log as JSON and one with the class's own columns read the same", async () => {
  const row = { intent: "faq", weight: 3, slaMs: 2_000, capabilities: ["tools", "vision"] };
  const json = await read(
    "spend.json",
    JSON.stringify([row, 7, { ...row, capabilities: ["fly"] }]),
  );
  const csv = await read(
    "own.csv",
    'intent,weight,slaMs,capabilities\nfaq,3,2000,"tools,vision"\n',
  );

  expect(json.rows).toEqual([row]);
  expect(json.problems).toEqual([
    "spend.json[1]: it is no object; the row is left out",
    expect.stringMatching(/^spend.json\[2\]: `fly` is none of /),
  ]);
  expect(csv).toEqual({ rows: [row], problems: [] });
  await expect(read("no.csv", "a,b\n1,2\n")).rejects.toThrow("has no column `intent`");
});

test("a mix states what is asked, with units; its mistakes come with their places", async () => {
  const head = "schema: switchyard/traffic/v1\nrows:\n";
  const { rows } = await read("mix.yaml", `${head}  - { weight: 7, intent: faq, sla: 1.5s }\n`);

  expect(rows).toEqual([{ weight: 7, intent: "faq", slaMs: 1_500 }]);
  const mistaken = read("mix.yaml", `${head}  - { weight: 0, intnt: faq }\n`);
  await expect(mistaken).rejects.toThrow(DocumentError);
  await expect(mistaken).rejects.toThrow(/mix.yaml:3:\d+ \/rows\/0/);
});

test("a journal's asks count once each, those to judges not at all, and torn lines are told", async () => {
  const request = {
    intent: "faq",
    risk: "low",
    segment: "free",
    locale: "en",
    residency: "any",
    slaMs: 2_000,
    contextTokens: 10,
    workload: "small",
    capabilities: ["tools"],
  };
  const event = { bundle: "000000000000", type: "ask-received", taskId: "1", ...request };
  const lines = [
    { ...event, atMs: 1_000, askId: "1" },
    { ...event, atMs: 2_000, askId: "2" },
    { ...event, atMs: 3_000, askId: "3", judgesAskId: "1" },
  ].map((told) => JSON.stringify(told));
  const { rows, problems } = await read("run.jsonl", `${lines.join("\n")}\n{"torn\n`);

  expect(rows).toEqual([{ weight: 2, ...request }]);
  expect(problems).toHaveLength(1);
});
