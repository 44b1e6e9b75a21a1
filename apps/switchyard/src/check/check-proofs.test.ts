import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runSwitchyard, type Ended } from "../fixtures/run-switchyard.ts";

const shipped = (file: string): string =>
  readFileSync(fileURLToPath(import.meta.resolve(`@switchyard/policy/shipped/${file}`)), "utf8");

/** A policy in a folder of its own, each text replaced by another. */
function policyWith(...edits: readonly (readonly [string, string])[]): string {
  const file = join(mkdtempSync(join(tmpdir(), "switchyard-")), "policy.yaml");
  const edited = edits.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, shipped("policy.yaml"));
  writeFileSync(file, edited);
  return file;
}

const check = (...args: readonly string[]): Promise<Ended> =>
  runSwitchyard("check", ...args, "--date", "2026-11-25");

/** Runs the first `switchyard explain` line after some text, as a shell would. */
function runSeen(out: string, after: string): Promise<Ended> {
  const [, line = ""] = /see: switchyard (.*)/.exec(out.slice(out.indexOf(after))) ?? [];
  const words = line.match(/'[^']*'|\S+/g) ?? [];
  return runSwitchyard(...words.map((word) => word.replaceAll("'", "")));
}

test("what breaks a promise is an error whose explain line shows it, and can be accepted", async () => {
  const one = "candidates: [openai/gpt-6-sol]";
  const file = policyWith([
    "candidates: [openai/gpt-6-sol, anthropic/claude-opus-5-5, anthropic/claude-sonnet-5]",
    one,
  ]);

  const { code, out } = await check(file);
  expect(code).toBe(1);
  expect(out).toMatch(/error +R21 /);
  const seen = await runSeen(out, "R21 ");
  expect(seen.out).toContain("provider:openai is down");

  const [, fix = ""] = /R21 [^]*?fix: (accept: .*)/.exec(out) ?? [];
  writeFileSync(file, readFileSync(file, "utf8").replace(/^ {2}accept: .*$/m, `  ${fix}`));
  const accepted = await check(file);
  expect(accepted.code).toBe(0);
  expect(accepted.out).toContain("accepted until 2027-02-23: accepted for now");
});

/** The route `quick` with one model of 0.81 and a fallback to a deprecated one of 0.80. */
function supportWith(floor: string): string {
  const file = policyWith(
    [
      `    match: { intents: [faq, summarize], risks: [low, medium] }
    candidates:
      - openai/gpt-6-luna
      - google/gemini-3.5-flash-lite
      - anthropic/claude-haiku-4-5
      - google/gemini-3.8-flash
      - mistral/mistral-large-2512
    limits: { latencyMax: 6s, qualityFloor: 0.80,`,
      `    match: { intents: [faq, summarize], risks: [low] }
    candidates: [openai/gpt-6-luna]
    limits: { latencyMax: 6s, qualityFloor: ${floor},`,
    ],
    [
      `    fallback: none
    ladder: [full, constrained, summary, static]
    lifecycle: managed
    owner: support
`,
      `    fallback: last
    ladder: [full, constrained, summary, static]
    lifecycle: managed
    owner: support
  - id: last
    match: { intents: [faq, summarize], risks: [low, medium] }
    candidates: [google/gemini-3.5-flash-lite, google/gemini-3.8-flash]
    limits: { latencyMax: 6s, qualityFloor: 0.70, costPerTaskMax: $0.04 }
    requires: { capabilities: [], contextTokensMin: 8000 }
    gates: [non-empty]
    fallback: none
    ladder: [full, constrained, static]
    lifecycle: managed
    owner: support
`,
    ],
  );
  const catalog = shipped("catalog.yaml").replace(
    "openai/gpt-6-luna: 0.88",
    "openai/gpt-6-luna: 0.81",
  );
  writeFileSync(file.replace("policy.yaml", "catalog.yaml"), catalog);
  const lock = file.replace("policy.yaml", "catalog.lock.json");
  writeFileSync(lock, shipped("catalog.lock.json"));
  return file;
}

test("a floor raised from 0.80 to 0.82 that sends requests to a worse, deprecated model is R09", async () => {
  const before = await check(supportWith("0.80"));
  const after = await check(supportWith("0.82"));

  expect(before.out).toContain("fallback `last` has floor 0.7, below 0.8 of route `quick`");
  expect(before.out).not.toContain("answers requests of `quick`");
  expect(after.code).toBe(1);
  expect(after.out).toMatch(
    /error +R09 \S+\n +fallback `last` \(floor 0.7\) answers requests of `quick`/,
  );
  const seen = await runSeen(after.out, "R09 ");
  expect(seen.out).toMatch(/full[^]*google\/gemini-3.5-flash-lite/);
  expect(seen.out).toMatch(/openai\/gpt-6-luna[^]*0\.81[^]*0\.82/);
});

test("--lose counts what each route loses, and answers an unknown domain with the nearest", async () => {
  const file = policyWith([
    "candidates: [openai/gpt-6-sol, anthropic/claude-opus-5-5, anthropic/claude-sonnet-5]",
    "candidates: [openai/gpt-6-sol]",
  ]);
  const { code, out } = await check(file, "--json", "--lose", "provider:openai");

  expect(code).toBe(0);
  const report: { routes: { route: string; classes: string; unserved: string }[] } =
    JSON.parse(out);
  const byRoute = new Map(report.routes.map((loss) => [loss.route, loss]));
  expect(Number(byRoute.get("planning")?.classes)).toBeGreaterThan(0);
  expect(byRoute.get("planning")?.unserved).toBe(byRoute.get("planning")?.classes);
  expect(byRoute.get("extraction")?.unserved).not.toBe(byRoute.get("extraction")?.classes);
  const unknown = await check(file, "--lose", "provider:opnai");
  expect([unknown.code, unknown.error]).toEqual([2, expect.stringContaining("provider:openai?")]);
});

test("--lose says which requests go from where to where, and explain shows the same", async () => {
  const lose = ["--lose", "provider:openai"];
  const { out } = await check("builtin/support-platform", ...lose);

  const change =
    "openai/gpt-6-luna#eu (full) -> google/gemini-3.8-flash#eu (full) (9984 classes)\n" +
    "      extract, risk low or medium, residency any or eu, sla 3.4s to below 4.2s, without vision, up to 998,500 tokens (+1 more)\n";
  expect(out).toContain(change);
  const seen = await runSeen(out, change);
  expect(seen.out).toMatch(/full\n +1\. google\/gemini-3\.8-flash#eu/);
  expect(seen.out).toMatch(/openai\/gpt-6-luna#eu[^]*provider:openai is down/);
  const { routes }: { routes: { unserved: string; cases: LossCase[] }[] } = JSON.parse(
    (await check("builtin/support-platform", "--json", ...lose)).out,
  );
  for (const { unserved, cases } of routes) {
    const counts = cases.flatMap(({ effect, classes }) => (effect === "unserved" ? classes : []));
    expect(counts.reduce((sum, count) => sum + BigInt(count), 0n)).toBe(BigInt(unserved));
  }
  expect(routes.flatMap(({ cases }) => cases)).toContainEqual(
    expect.objectContaining({
      effect: "unserved",
      before: { rung: "full", endpoint: "openai/gpt-6-sol#eu" },
      after: { rung: "static", endpoint: null },
      explain: expect.stringContaining("--down provider:openai"),
    }),
  );
});

interface LossCase {
  readonly effect: string;
  readonly classes: string;
}
