import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DAY_MS, sealEvalArtefact, utcDay, type ReviewAnswer } from "@switchyard/policy";
import { openBundle } from "@switchyard/sdk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runProgram } from "../apps/sim/src/cli/program.ts";
import { captureShell } from "../apps/sim/src/fixtures/captured-shell.ts";
import { runSwitchyard } from "../apps/switchyard/src/fixtures/run-switchyard.ts";

const CANDIDATES = "[openai/gpt-6-luna, anthropic/claude-haiku-4-5, google/gemini-3.8-flash]";
const PLAIN = `schema: switchyard/policy/v1
name: desk
extends: builtin/starter@1
domains: { intents: [faq, extract], risks: [low] }
routes:
  - id: answers
    match: { intents: [faq], risks: [low] }
    candidates: ${CANDIDATES}
    limits: { latencyMax: 12s, qualityFloor: 0.80 }
  - id: extraction
    match: { intents: [extract], risks: [low] }
    candidates: ${CANDIDATES}
    limits: { latencyMax: 12s, qualityFloor: 0.81 }
budgets:
  - { id: day, cap: $50 }
`;
const higher = PLAIN.replace("qualityFloor: 0.80", "qualityFloor: 0.91");

/** What each change makes of the plain policy. */
const CHANGES = {
  "best-first": `${PLAIN}defaults: { order: [quality-desc, model, region] }\n`,
  "two-floors": higher.replace("qualityFloor: 0.81", "qualityFloor: 0.92"),
  "floor-and-wait": higher.replace("latencyMax: 12s", "latencyMax: 3s"),
  "another-model": PLAIN.replace(CANDIDATES, CANDIDATES.replace("]", ", openai/gpt-6-sol]")),
  "another-provider": PLAIN.replace(
    CANDIDATES,
    CANDIDATES.replace("]", ", mistral/mistral-large-2512]"),
  ),
  alone: PLAIN.replaceAll(CANDIDATES, "[openai/gpt-6-luna]"),
} as const;
type Change = keyof typeof CHANGES;

const folder = mkdtempSync(join(tmpdir(), "review-"));
const startedIn = process.cwd();

function git(...args: readonly string[]): void {
  const who = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
  execFileSync("git", [...who, ...args], { cwd: folder, stdio: "ignore" });
}

function commit(text: string, message: string): void {
  writeFileSync(join(folder, "policy.yaml"), text);
  git("add", "policy.yaml");
  git("commit", "-m", message);
}

/** A history whose `main` is the plain policy, with a branch for each change of it. */
beforeAll(() => {
  process.chdir(folder);
  git("init", "--initial-branch=main");
  commit(PLAIN, "plain");
  for (const [change, text] of Object.entries(CHANGES)) {
    git("checkout", "-b", change, "main");
    commit(text, change);
  }
});

afterAll(() => {
  process.chdir(startedIn);
  rmSync(folder, { recursive: true });
});

interface Reviewed {
  readonly code: number;
  /** The four answers by their question. */
  readonly answers: Readonly<Record<string, ReviewAnswer["answer"]>>;
  /** Every reason of every answer. */
  readonly reasons: string;
  readonly ways: readonly string[];
}

async function review(change: Change, ...args: readonly string[]): Promise<Reviewed> {
  const { code, out, error } = await runSwitchyard("diff", "main", change, ...args, "--json");
  expect(error).toBe("");
  const report: { readonly review: { readonly answers: readonly ReviewAnswer[] } } =
    JSON.parse(out);
  const { answers } = report.review;
  return {
    code,
    answers: Object.fromEntries(answers.map(({ question, answer }) => [question, answer])),
    reasons: answers.flatMap(({ reasons }) => reasons).join("\n"),
    ways: answers.flatMap(({ ways }) => ways),
  };
}

/** An artefact of the plain policy and a change, as an evaluation of both would write it. */
function artefactFile(change: Change, intents: readonly string[]): string {
  const hashOf = (policy: string): string => {
    const file = join(folder, "one-side.yaml");
    writeFileSync(file, policy);
    return openBundle({ policy: file }).bundle.hash;
  };
  const source = (name: string, text: string): { name: string; sha256: string } => {
    writeFileSync(join(folder, name), text);
    return { name, sha256: createHash("sha256").update(text).digest("hex") };
  };
  const artefact = sealEvalArtefact({
    schema: "switchyard/eval-artefact/v1",
    createdAtMs: Date.now(),
    beforeBundleHash: hashOf(PLAIN),
    afterBundleHash: hashOf(CHANGES[change]),
    dataset: source("tasks.jsonl", '{"intent":"faq","input":"Where is my parcel?"}\n'),
    graders: [source("exact.js", "export const grade = (want, got) => Number(want === got);\n")],
    confidence: 0.95,
    results: intents.map((intent) => ({
      intent,
      n: 300,
      metrics: { quality: { delta: 0.02, low: 0.01, high: 0.03 } },
    })),
  });
  const file = `eval-${change}-${intents.join("-")}.json`;
  writeFileSync(join(folder, file), JSON.stringify(artefact));
  return file;
}

/** Drills what a review asks for, with fewer asks than it would take; returns the record's file. */
async function drill(change: Change, { ways }: Reviewed): Promise<string> {
  git("checkout", change);
  const [, asked = ""] = /^sim (chaos --drill .*)$/m.exec(ways.join("\n")) ?? [];
  const file = `drills-${change}.json`;
  const { shell } = captureShell();
  const more = ["--requests", "80", "--drill-record", file];
  expect(await runProgram([...asked.split(" "), ...more], shell)).toBe(change === "alone" ? 1 : 0);
  return file;
}

test.each([
  ["best-first", "yes", "yes"],
  ["two-floors", "partly", "yes"],
  ["floor-and-wait", "no", "yes"],
  ["another-model", "yes", "partly"],
  ["another-provider", "yes", "no"],
] as const)("of %s, one variable is %s, and no compliance risk is %s", async (change, ...said) => {
  const { answers } = await review(change);
  expect([answers["one-variable"], answers["compliance"]]).toEqual(said);
});

test("artefacts and the drills that a review asks for make each question yes, as far as they go", async () => {
  const bare = await review("best-first");
  expect(bare.answers).toMatchObject({ benchmarks: "no", failover: "partly" });
  const measured = artefactFile("best-first", ["faq", "extract"]);
  const drilled = await drill("best-first", bare);

  // In a process of its own, as at a terminal.
  const program = fileURLToPath(new URL("../apps/switchyard/bin/switchyard.js", import.meta.url));
  const args = [program, "diff", "main", "best-first", "--evidence", measured, drilled];
  const { stdout, status } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect(stdout).toMatch(/^desk v1 +APPROVED$/m);
  expect(status).toBe(0);

  const alone = await review("alone");
  const failed = await drill("alone", alone);
  const lost = await review("alone", "--evidence", failed);
  expect(lost.answers).toMatchObject({ failover: "no" });
  expect(lost.reasons).toContain("the cold drill of losing provider:openai failed on");

  const one = artefactFile("best-first", ["faq"]);
  const some = await review("best-first", "--evidence", one, failed);
  expect(some.answers).toMatchObject({ benchmarks: "partly", failover: "partly" });
  expect(some.reasons).toContain("a drill record was refused: it is of another bundle");
});

test("evidence that is old, edited or of another change is refused", async () => {
  const measured = artefactFile("best-first", ["faq", "extract"]);
  const drilled = "drills-best-first.json";
  const later = utcDay(Date.now() + 91 * DAY_MS);
  const stale = await review("best-first", "--evidence", measured, drilled, "--date", later);
  expect(stale.answers).toMatchObject({ benchmarks: "no", failover: "partly" });
  expect(stale.reasons).toMatch(/the artefact is 9\d days old, and is refused/);
  expect(stale.reasons).toContain("no drill of this bundle that counts: provider:google cold");

  const foreign = artefactFile("two-floors", ["faq", "extract"]);
  writeFileSync("edited.json", readFileSync(drilled, "utf8").replace('"seed": "7"', '"seed": "8"'));
  const refused = await review("best-first", "--evidence", foreign, "edited.json");
  expect(refused.answers).toMatchObject({ benchmarks: "no", failover: "partly" });
  expect(refused.reasons).toContain("is of other bundles, and is refused");
  expect(refused.reasons).toContain("refused: it was changed after it was sealed");
});
