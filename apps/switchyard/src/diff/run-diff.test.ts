import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sealDrillRecord, sealEvalArtefact, type Drill } from "@switchyard/policy";
import { expect, test } from "vitest";
import {
  diffIn,
  policyFolder,
  policyRepository,
  policyText,
} from "./fixtures/policy-repository.ts";

const FLOOR = "{ latencyMax: 6s, qualityFloor: 0.80, costPerTaskMax: $0.04 }";
const plain = policyText();
const raised = policyText([FLOOR, FLOOR.replace("0.80", "0.89")]);
const inPolicies = ["--policy", "policies/policy.yaml"] as const;

/** What of a report the tests look at. */
interface Report {
  readonly formatVersion: string;
  readonly before: { readonly hash: string; readonly source: string };
  readonly after: { readonly hash: string; readonly source: string };
  readonly verdict: string;
  readonly changed: string;
  readonly groups: readonly { readonly classes: string; readonly explain: readonly string[] }[];
  readonly review: {
    readonly outcome: string;
    readonly answers: readonly {
      readonly question: string;
      readonly answer: string;
    }[];
  };
}

async function reportIn(
  folder: string,
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly report: Report }> {
  const { code, out } = await diffIn(folder, ...args, "--json");
  const report: Report = JSON.parse(out);
  return { code, report };
}

test("two revisions are compared as their files are, and changes requested is exit code 1", async () => {
  const repository = policyRepository(plain, raised);

  const ofRevisions = await reportIn(repository, "main", "HEAD", ...inPolicies);
  expect(ofRevisions.code).toBe(1);
  expect(ofRevisions.report).toMatchObject({
    formatVersion: "1.0",
    before: { source: "main" },
    after: { source: "HEAD" },
    review: { outcome: "changes-requested" },
  });
  expect(Number(ofRevisions.report.changed)).toBeGreaterThan(0);
  const sum = ofRevisions.report.groups.reduce((total, { classes }) => total + BigInt(classes), 0n);
  expect(`${sum}`).toBe(ofRevisions.report.changed);
  const ofFiles = await reportIn(repository, "main:policies/policy.yaml", "policies/policy.yaml");
  expect(ofFiles.report.after.hash).toBe(ofRevisions.report.after.hash);
  expect(ofFiles.report.changed).toBe(ofRevisions.report.changed);
  expect(ofFiles.report.groups[0]?.explain[0]).toMatch(/--policy policies\/policy.yaml/);
});

test("equivalent folders are exit code 0, and what is nothing is 2 with the way out", async () => {
  const written = `# a comment\n${plain.replace("version: 14", "version: 15")}`;
  const [before, after] = [policyFolder(plain), policyFolder(written)];

  const same = await diffIn(before, before, after, ...inPolicies);
  expect(same.code).toBe(0);
  expect(same.out).toMatch(/^support-platform v14 → v15 +EQUIVALENT\n/);
  expect(same.out).toContain("equivalent: every request is planned as before");
  const nothing = await diffIn(before, "mian", after, ...inPolicies);
  expect([nothing.code, nothing.error]).toEqual([
    2,
    expect.stringContaining("mian is no file, no folder and no git revision here."),
  ]);
  const repository = policyRepository(plain, raised);
  const elsewhere = await diffIn(repository, "main", "HEAD", "--policy", "policy.yaml");
  expect([elsewhere.code, elsewhere.error]).toEqual([
    2,
    expect.stringContaining("Revision main has no file policy.yaml. Give its path there"),
  ]);
});

test("with artefacts and drills of these very bundles nothing is left but a human's doubts", async () => {
  const repository = policyRepository(plain, raised);
  const args = ["main", "HEAD", ...inPolicies];
  const { report } = await reportIn(repository, ...args);
  const createdAtMs = Date.parse("2026-11-25T10:00:00Z");
  const hash = "1".repeat(64);
  const artefact = sealEvalArtefact({
    schema: "switchyard/eval-artefact/v1",
    createdAtMs,
    beforeBundleHash: report.before.hash,
    afterBundleHash: report.after.hash,
    dataset: { name: "november", sha256: hash },
    graders: [{ name: "exact", sha256: hash }],
    confidence: 0.95,
    results: ["faq", "summarize"].map((intent) => ({
      intent,
      n: 100,
      metrics: { quality: { delta: 0.02, low: 0.01, high: 0.03 } },
    })),
  });
  const drill = (provider: string, start: Drill["start"]): Drill => ({
    lose: [`provider:${provider}`],
    start,
    risks: ["low", "medium", "high"],
    scenarioSha256: hash,
    eventsSha256: hash,
    routes: [
      {
        route: "quick",
        requests: 100,
        accepted: 0,
        availability: 1,
        availabilityMin: 0.9,
        late: 0,
        forbidden: 0,
        passed: true,
      },
    ],
    passed: true,
  });
  const record = sealDrillRecord({
    schema: "switchyard/drill-record/v1",
    switchyard: "0.1.0",
    bundleHash: report.after.hash,
    seed: "1",
    startedAtMs: createdAtMs,
    drills: ["openai", "google", "anthropic", "mistral"].flatMap((provider) => [
      drill(provider, "cold"),
      drill(provider, "hot"),
    ]),
  });
  writeFileSync(join(repository, "eval.json"), JSON.stringify(artefact));
  writeFileSync(join(repository, "drill.json"), JSON.stringify(record));

  const judged = await reportIn(repository, ...args, "--evidence", "eval.json", "drill.json");
  const answers = judged.report.review.answers.map(({ question, answer }) => [question, answer]);
  expect(Object.fromEntries(answers)).toMatchObject({ "one-variable": "yes", benchmarks: "yes" });
  // After a timeout of its first choice `quick` has no time left for another one: R23 says so too.
  expect(judged.report.review.outcome).toBe("needs-a-human");
  expect(judged.code).toBe(3);
  const foreign = await diffIn(repository, ...args, "--evidence", "policies/policy.yaml");
  expect([foreign.code, foreign.error]).toEqual([
    2,
    expect.stringContaining("neither an eval artefact nor a drill record"),
  ]);
});

test("traffic weighs what changes, and what of it cannot be used is told", async () => {
  const repository = policyRepository(plain, raised);
  writeFileSync(
    join(repository, "spend.csv"),
    "intent,risk,weight\nfaq,low,1\nextract,low,9\npoems,low,5\n,low,1\n",
  );

  const args = ["main", "HEAD", ...inPolicies, "--traffic", "spend.csv"];
  const { code, out, error } = await diffIn(repository, ...args);
  expect(code).toBe(1);
  expect(out).toMatch(/request classes change \([\d.]+% of 10 requests of your traffic\)/);
  expect(out).toContain("left out: 5 of intent poems, which neither policy declares");
  expect(out).toContain("left out: 1 rows that cannot be read");
  expect(out).toMatch(/spread evenly where rows leave it open: segment, .*slaMs/);
  expect(error).toBe("spend.csv:5: it has no intent; the row is left out\n");
});

test("the comment has a hidden first line to find it by, and at most ten groups", async () => {
  const swapped = policyText(
    ["order: [costPerSuccess, p95, model, region]", "order: [p95, model, region]"],
    ["zeroRetention: [high]", "zeroRetention: []"],
  );
  const repository = policyRepository(plain, swapped);

  const { code, out } = await diffIn(repository, "main", "HEAD", ...inPolicies, "--markdown");
  expect(code).toBe(1);
  expect(out.split("\n")[0]).toBe("<!-- switchyard-diff policies/policy.yaml -->");
  const rows = out.split("\n").filter((line) => /^\| .*→.* \|$/.test(line));
  expect(rows.length).toBeLessThanOrEqual(10);
  expect(out).toContain("uniform weights, not your traffic");
});
