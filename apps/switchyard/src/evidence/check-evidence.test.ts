import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DAY_MS, sealDrillRecord, sealEvalArtefact, type Drill } from "@switchyard/policy";
import { afterAll, expect, test } from "vitest";
import { runSwitchyard } from "../fixtures/run-switchyard.ts";

const folder = mkdtempSync(join(tmpdir(), "evidence-"));
afterAll(() => rmSync(folder, { recursive: true }));

const TODAY = "2026-11-25";
const MADE_MS = Date.parse(`${TODAY}T10:00:00Z`);
const [A, B] = ["a".repeat(64), "b".repeat(64)];

function write(name: string, evidence: object): string {
  const file = join(folder, name);
  writeFileSync(file, JSON.stringify(evidence));
  return file;
}

const artefact = sealEvalArtefact({
  schema: "switchyard/eval-artefact/v1",
  createdAtMs: MADE_MS,
  beforeBundleHash: A,
  afterBundleHash: B,
  dataset: { name: "november", sha256: A },
  graders: [{ name: "exact", sha256: B }],
  confidence: 0.95,
  results: [
    { intent: "faq", n: 300, metrics: { quality: { delta: 0.02, low: 0.01, high: 0.03 } } },
    {
      intent: "faq",
      slice: { locale: "de" },
      n: 40,
      metrics: { quality: { delta: 0, low: -0.01, high: 0.01 } },
    },
  ],
});
const drill = (start: Drill["start"], availability: number): Drill => ({
  lose: ["provider:openai"],
  start,
  risks: ["low"],
  scenarioSha256: A,
  eventsSha256: B,
  routes: [
    {
      route: "quick",
      requests: 100,
      accepted: 0,
      availability,
      availabilityMin: 0.9,
      late: 0,
      forbidden: 0,
      passed: availability >= 0.9,
    },
  ],
  passed: availability >= 0.9,
});
const record = sealDrillRecord({
  schema: "switchyard/drill-record/v1",
  switchyard: "0.1.0",
  bundleHash: B,
  seed: "7",
  startedAtMs: MADE_MS,
  drills: [drill("cold", 1), drill("hot", 0.5)],
});

test("evidence that counts says of which bundles it is and what it shows", async () => {
  const files = [write("eval.json", artefact), write("drill.json", record)];

  const { code, out } = await runSwitchyard("evidence", "check", ...files, "--date", TODAY);
  expect(code).toBe(0);
  expect(out.replaceAll(`${folder}/`, "").split("\n")).toEqual([
    "eval.json: eval artefact of aaaaaaaaaaaa → bbbbbbbbbbbb, 0 days old; counts",
    "  faq: quality over 300 tasks of november",
    "  faq locale de: quality over 40 tasks of november",
    "drill.json: drill record of bbbbbbbbbbbb, 0 days old; counts",
    "  provider:openai, cold: passed",
    "  provider:openai, hot: failed on quick",
    "",
  ]);
});

test.each([
  ["edited", { ...artefact, confidence: 0.99 }],
  ["too-old", sealEvalArtefact({ ...artefact, createdAtMs: MADE_MS - 90 * DAY_MS })],
  ["dated-ahead", sealDrillRecord({ ...record, startedAtMs: MADE_MS + 2 * DAY_MS })],
])("%s evidence is refused with exit code 1", async (standing, evidence) => {
  const file = write(`${standing}.json`, evidence);

  const shown = await runSwitchyard("evidence", "check", file, "--date", TODAY);
  expect(shown.code).toBe(1);
  expect(shown.out).toContain("; REFUSED: ");
  const { out } = await runSwitchyard("evidence", "check", file, "--date", TODAY, "--json");
  expect(JSON.parse(out)).toMatchObject({ version: 1, files: [{ file, standing }] });
});

test("a file that is no evidence is exit code 2", async () => {
  const { code, error } = await runSwitchyard("evidence", "check", write("other.json", {}));
  expect([code, error]).toEqual([
    2,
    expect.stringContaining("neither an eval artefact nor a drill record"),
  ]);
});
