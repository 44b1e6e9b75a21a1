import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  drillReadiness,
  neededDrills,
  readDrillRecord,
  type DrillRecord,
} from "@switchyard/policy";
import { openBundle } from "@switchyard/sdk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runProgram } from "../cli/program.ts";
import { captureShell, type CapturedShell } from "../fixtures/captured-shell.ts";

/** One provider has every call: what a drill is there to find. */
const ONE_PROVIDER = `schema: switchyard/policy/v1
name: one-provider
extends: builtin/starter@1
domains: { intents: [faq], risks: [low] }
routes:
  - id: fast
    match: { intents: [faq], risks: [low] }
    candidates: [openai/gpt-6-luna]
    limits: { latencyMax: 9s, qualityFloor: unmeasured }
budgets:
  - { id: day, cap: $50 }
`;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "drill-"));
  writeFileSync(join(folder, "one.yaml"), ONE_PROVIDER);
  writeFileSync(
    join(folder, "two.yaml"),
    ONE_PROVIDER.replace("luna]", "luna, google/gemini-3.8-flash]"),
  );
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Ended extends CapturedShell {
  readonly code: number;
  readonly recordFile: string;
}

async function drill(policy: string, record: string, ...args: readonly string[]): Promise<Ended> {
  const captured = captureShell();
  const recordFile = join(folder, record);
  const given = ["--policy", join(folder, policy), "--drill-record", recordFile, ...args];
  const code = await runProgram(["chaos", "--requests", "60", ...given], captured.shell);
  return { ...captured, code, recordFile };
}

function readRecord(file: string): DrillRecord {
  return readDrillRecord({ text: readFileSync(file, "utf8"), file });
}

test("a policy of one provider fails both drills, is told what to change where, and is recorded the same each time", async () => {
  const { code, stdout, recordFile } = await drill("one.yaml", "one.json");
  const text = stdout();

  expect(code).toBe(1);
  expect(text).toContain("first choices openai 100%");
  expect(text).toContain("✖ 1/2  provider:openai, cold: failed on fast");
  expect(text).toMatch(
    /one\.yaml:\d+:\d+: Route fast can use openai only, and fault provider:openai took that away: add a candidate of another provider\./,
  );
  expect(text).toContain("FAIL: 0 of 2 drills pass");
  const { drills } = readRecord(recordFile);
  expect(drills.map(({ start, passed }) => [start, passed])).toEqual([
    ["cold", false],
    ["hot", false],
  ]);
  expect(new Set(drills.map(({ eventsSha256 }) => eventsSha256)).size).toBe(2);
  // Equal seeds give equal drills, down to the hash of their events.
  const again = await drill("one.yaml", "again.json");
  expect(readRecord(again.recordFile).drills).toEqual(drills);
});

test("a policy that survives passes, and its record makes its bundle ready and no other", async () => {
  const { code, stdout, stderr, recordFile } = await drill("two.yaml", "two.json", "--json");
  const report: unknown = JSON.parse(stdout());
  const record = readRecord(recordFile);

  expect(code).toBe(0);
  expect(stderr()).toBe("");
  expect(report).toMatchObject({ version: 1, verdict: "pass", recordFile, record, changes: [] });
  const { bundle } = openBundle({ policy: join(folder, "two.yaml") });
  const needed = neededDrills(bundle, ["openai"]);
  const nowMs = record.startedAtMs;
  expect(drillReadiness([record], { bundleHash: bundle.hash, needed, nowMs }).readiness).toBe(1);
  const other = openBundle({ policy: join(folder, "one.yaml") }).bundle;
  expect(drillReadiness([record], { bundleHash: other.hash, needed, nowMs })).toMatchObject({
    readiness: 0,
    refused: [{ why: "foreign" }],
  });
});

test("drills of too few asks are no valid rehearsal, and leave no record", async () => {
  const captured = captureShell();
  const recordFile = join(folder, "few.json");
  const args = ["--policy", join(folder, "one.yaml"), "--drill-record", recordFile];
  const code = await runProgram(["chaos", "--requests", "10", ...args], captured.shell);

  expect(code).toBe(4);
  expect(captured.stdout()).toMatch(/NOT VALID: .* more requests with --requests/);
  expect(existsSync(recordFile)).toBe(false);
});

test("an interrupted drill leaves no record", async () => {
  const captured = captureShell();
  const recordFile = join(folder, "cut.json");
  const args = ["--policy", join(folder, "one.yaml"), "--drill-record", recordFile];
  const ending = runProgram(["chaos", "--requests", "60", ...args], captured.shell);
  captured.shell.stdout.once("data", () => captured.interrupt());

  expect(await ending).toBe(130);
  expect(existsSync(recordFile)).toBe(false);
});

test("a record without a place is told of before anything is rehearsed, as are options that do not go with it", async () => {
  const captured = captureShell();
  const place = join(folder, "no-such-folder", "r.json");
  expect(await runProgram(["chaos", "--drill-record", place], captured.shell)).toBe(2);
  expect(captured.stdout()).toBe("");
  expect(captured.stderr()).toMatch(/cannot be written .*--drill-record FILE/);

  expect(await runProgram(["chaos", "--lose", "provider:opnai"], captured.shell)).toBe(2);
  expect(captured.stderr()).toBe(
    "Nothing of the catalogue is provider:opnai. Did you mean provider:openai?\n",
  );

  const events = ["chaos", "--drill", "--events", join(folder, "e.jsonl")];
  expect(await runProgram(events, captured.shell)).toBe(2);
  expect(captured.stderr()).toContain("cannot be used with option '--events");
});
