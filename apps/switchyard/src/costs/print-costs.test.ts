import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import type { SwitchyardEvent } from "@switchyard/contract";
import { createCostFold, eventLine, foldEvents } from "@switchyard/journal";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { TWELVE_ASKS } from "../../../../packages/journal/src/fixtures/twelve-asks.ts";
import { createProgram } from "../program.ts";
import { printCosts, type CostsCommandOptions, type CostsTerminal } from "./print-costs.ts";

let folder: string;
let file: string;

function textOf(events: readonly SwitchyardEvent[]): string {
  return events.map((event) => `${eventLine(event)}\n`).join("");
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "costs-"));
  file = join(folder, "events.jsonl");
  writeFileSync(file, textOf(TWELVE_ASKS));
});

afterAll(() => rmSync(folder, { recursive: true }));

interface Printed {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function print(
  sources: readonly string[],
  options: Partial<CostsCommandOptions> = {},
  terminal: Partial<CostsTerminal> = {},
): Promise<Printed> {
  let [out, err] = ["", ""];
  const shell = {
    write: (text: string) => {
      out += text;
    },
    writeError: (text: string) => {
      err += text;
    },
    exit: () => {},
  };
  const { signal } = new AbortController();
  const stdin = Readable.from([]);
  const at = { columns: undefined, isProgressShown: false, stdin, signal, ...terminal };
  const code = await printCosts(sources, { timeZone: "UTC", ...options }, shell, at);
  return { code, out, err };
}

const WHOLE: unknown = JSON.parse(JSON.stringify(foldEvents(createCostFold(), TWELVE_ASKS)));

async function jsonOf(
  sources: readonly string[],
  options: Partial<CostsCommandOptions> = {},
  terminal: Partial<CostsTerminal> = {},
): Promise<unknown> {
  return JSON.parse((await print(sources, { ...options, json: true }, terminal)).out);
}

describe("the figures", () => {
  test("are those of the fold, from a file, a pattern, gzip and standard input", async () => {
    const packed = join(folder, "packed.gz");
    writeFileSync(packed, gzipSync(textOf(TWELVE_ASKS)));
    const stdin = Readable.from([Buffer.from(textOf(TWELVE_ASKS))]);
    const all = [
      await jsonOf([file]),
      await jsonOf([join(folder, "events.*")]),
      await jsonOf([packed]),
      await jsonOf(["-"], {}, { stdin }),
    ];
    for (const each of all) expect(each).toMatchObject({ version: 1, costs: WHOLE });
  });

  test("are of asks received since and until, a day being whole", async () => {
    const until = { until: "2026-11-24T12:03Z" };
    const since = { since: "2026-11-24T12:03Z" };
    expect(await jsonOf([file], until)).toMatchObject({
      untilMs: Date.parse("2026-11-24T12:03Z"),
      costs: { total: { spentMicroUsd: 520, successes: 1 } },
    });
    expect(await jsonOf([file], since)).toMatchObject({
      costs: { total: { spentMicroUsd: 2685 - 520, successes: 3, tasks: 4 } },
    });
    const day = { since: "2026-11-24", until: "2026-11-24" };
    expect(await jsonOf([file], day)).toMatchObject({ costs: WHOLE });
    const next = { since: "2026-11-25", timeZone: "Pacific/Kiritimati" };
    expect(await jsonOf([file], next)).toMatchObject({ costs: { total: { spentMicroUsd: 2685 } } });
  });

  test("follow the task window", async () => {
    expect(await jsonOf([file], { taskWindow: 1000 })).toMatchObject({
      costs: { taskWindowMs: 1000, total: { tasks: 12 } },
    });
  });
});

describe("the text", () => {
  test("says at once what a success costs, and where the money went", async () => {
    const { out, code } = await print([file], { by: ["byModel"] }, { columns: 80 });
    expect(code).toBe(0);
    expect(out).toBe(`Cost per successful task: $0.00067
$0.00269 spent / 4 successful tasks, of 5 (80.0%). $0.00170 of it (63.3%) was
wasted. Events from 2026-11-24 12:00 to 2026-11-24 12:14 UTC.
Feedback decides 2 tasks (40.0%). Any other task succeeded when its last answer
passed its gates and the user did not ask again within 10 minutes.

WHERE THE MONEY WENT
                                                                 spend  share
answers that tasks succeeded with                             $0.00096  35.8%
judging answers                                               $0.00003   0.9%
not decided: asks that have not ended                         $0.00000     0%
waste                                                         $0.00170  63.3%
  retries: calls that failed and were made again              $0.00005   1.9%
  fallbacks: calls that failed, then another model was asked  $0.00007   2.6%
  hedges: calls that another one outran                       $0.00008   3.0%
  refusals: the model would not answer                        $0.00012   4.5%
  truncation: answers cut at their limit                      $0.00009   3.4%
  invalid output: answers that a gate refused                 $0.00006   2.2%
  over-long context: more than model or route take            $0.00004   1.5%
  unanswered: the last call failed, or the caller left        $0.00003   1.1%
  rejected: answers that feedback calls bad                   $0.00020   7.4%
  re-asks: answers after which the user asked again           $0.00096  35.8%
-----------------------------------------------------------------------------
total                                                         $0.00269   100%

SAVED BY CONTROLS, AN ESTIMATE
control, route         asks  saved  quality (n)  others (n)  floor
response-limit, quick     1      -         none   0.500 (2)      -

BY MODEL
model      tasks  succeeded     spend  wasted  cost per success
a/one          3          2  $0.00153   66.7%          $0.00077
b/two          2          2  $0.00113   60.2%          $0.00057
(judging)                    $0.00003
---------------------------------------------------------------
total          5          4  $0.00269   63.3%          $0.00067

Money is shown where it was paid; a task where its answer was given: the one it
succeeded with, or else its last. (no model): no model answered.
Over-long context is what was paid for requests that a model would not take, and
for the part of an answered request's context beyond what its route prunes to,
sent all the same.
Savings compare what the asks that a control touched cost with what they would
have cost without it, by the prices in their events. One ask may be touched by
several controls, so savings do not add up. Quality is of those asks, and of the
route's others: the mean of what users, else judges, else gates gave, 0 to 1.
Without response-limit: their cost up to the limit, and a mean answer's output
beyond it; below zero, the calls after it cost more than that.
Successes that a re-ask may still undo, as 10 minutes were not over: 1.
`);
  });

  test("fits 80 columns, and has two more figures of each slice from 100 on", async () => {
    const narrow = await print([file], {}, { columns: 80 });
    const widths = narrow.out.split("\n").map((line) => line.length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(80);
    const wide = await print([file], {}, { columns: 120 });
    expect(narrow.out).toMatch(/tasks +succeeded +spend/);
    expect(wide.out).toMatch(/tasks +succeeded +rate +feedback +spend/);
  });

  test("cuts a name that is too long in its middle", async () => {
    const model = `a/${"very-".repeat(12)}long`;
    const long = TWELVE_ASKS.map((event) =>
      event.type === "attempt-started" ? { ...event, model } : event,
    );
    const stdin = Readable.from([Buffer.from(textOf(long))]);
    const { out } = await print(["-"], { by: ["byModel"] }, { columns: 80, stdin });
    expect(out).toMatch(/^a\/very-.*….*long +5 +4 /m);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test("as Markdown has the same rows", async () => {
    const { out } = await print([file], { by: ["byIntent"], markdown: true });
    expect(out).toContain("# Cost per successful task: $0.00067");
    expect(out).toContain("| plan | 1 | 1 | 100% | 0% | $0.00045 | 11.1% | $0.00045 |");
  });

  test("of no event says so", async () => {
    const { out, code } = await print(["-"]);
    expect(code).toBe(0);
    expect(out).toContain("none: no task succeeded");
    expect(out).toContain("No ask and no spend was found.");
  });
});

describe("what is wrong", () => {
  test("a torn line is told, and the others count", async () => {
    const torn = join(folder, "torn.jsonl");
    writeFileSync(torn, `${textOf(TWELVE_ASKS)}{"type":"budget-set`);
    const { code, out, err } = await print([torn], { json: true });
    expect(code).toBe(0);
    expect(err).toMatch(/torn\.jsonl:\d+: the last line is torn/);
    expect(JSON.parse(out)).toMatchObject({
      costs: WHOLE,
      journal: { problems: { "torn-line": 1 } },
    });
    expect((await print([torn])).out).toContain("Lines or files left out as unsound: 1.");
  });

  test("a journal of garbage is told in a few lines", async () => {
    const garbage = join(folder, "garbage.txt");
    writeFileSync(garbage, "no event\n".repeat(500));
    const { code, err } = await print([garbage]);
    expect(code).toBe(0);
    expect(err.split("\n")).toHaveLength(12);
    expect(err).toContain("490 further lines or files were left out.");
  });

  test("a file that is not there, or cannot be read, is exit code 2", async () => {
    const missing = await print([join(folder, "none.jsonl")]);
    expect(missing).toMatchObject({ code: 2, out: "" });
    expect(missing.err).toContain("does not exist");
    expect((await print([folder, file])).code).toBe(2);
  });

  test("standard input cannot be followed, and the way out is said", async () => {
    expect(await print(["-"], { follow: true })).toMatchObject({ code: 2, out: "" });
    expect((await print(["-"], { follow: true })).err).toContain("Name the journal");
  });

  test("a word that is no day, no zone, no split or no time is answered with the way out", async () => {
    expect((await print([file], { since: "yesterday" })).err).toContain("write 2026-11-24");
    expect((await print([file], { timeZone: "Mars/Olympus" })).err).toContain("IANA");
    const tell = async (...args: readonly string[]): Promise<string> => {
      let err = "";
      const writeError = (text: string): void => {
        err += text;
      };
      const program = createProgram({ write: () => {}, writeError, exit: () => {} });
      await expect(program.parseAsync(["costs", ...args], { from: "user" })).rejects.toThrow(
        /option/,
      );
      return err;
    };
    expect(await tell("--by", "route,colour")).toContain('"colour" is none of route, intent');
    expect(await tell("--task-window", "10")).toContain("such as 10m");
  });
});

test("a long reading says how far it is, and takes that away at its end", async () => {
  const event = eventLine({ type: "fault-ended", atMs: 0, bundle: "0123456789ab", fault: "x" });
  const stdin = Readable.from([Buffer.from(`${event}\n`.repeat(50_000))]);
  const { err } = await print(["-"], {}, { stdin, isProgressShown: true });
  expect(err).toMatch(/^\r50000 events, at 1970-01-01T00:00Z\r\S+K$/);
});
