import { writeFileSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runSwitchyard, type Ended } from "../fixtures/run-switchyard.ts";

const explain = (...args: readonly string[]): Promise<Ended> =>
  runSwitchyard("explain", "--policy", "builtin/founding", "--date", "2026-11-25", ...args);

const FAQ = ["--intent", "faq", "--risk", "low", "--sla", "1900ms"];

test("flags, JSON and a file of the same request give the same explanation", async () => {
  const json = '{"intent":"faq","risk":"low","slaMs":1900}';
  const file = join(mkdtempSync(join(tmpdir(), "switchyard-")), "request.json");
  writeFileSync(file, json);

  const byFlags = await explain(...FAQ);
  expect(byFlags.code).toBe(0);
  expect(byFlags.out).toContain("route fast");
  expect(await explain("--request", json)).toEqual(byFlags);
  expect(await explain("--request", file)).toEqual(byFlags);
});

test("a flag wins over the request's JSON", async () => {
  const json = '{"intent":"faq","risk":"low","slaMs":1900}';

  expect((await explain("--request", json, "--risk", "high")).out).toContain("route secure");
});

test("a refusal names the line of the policy that is responsible", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "switchyard-")), "policy.yaml");
  const shipped = fileURLToPath(import.meta.resolve("@switchyard/policy/shipped/founding.yaml"));
  const text = readFileSync(shipped, "utf8").replace("qualityFloor: 0.80", "qualityFloor: 0.905");
  writeFileSync(file, text);
  const line = text.slice(0, text.indexOf("0.905")).split("\n").length;

  const { out } = await runSwitchyard("explain", "--policy", file, ...FAQ);
  expect(out).toContain("openai/gpt-6-luna#eu\n      quality 0.9 for faq; the floor here is 0.905");
  expect(out.replaceAll(/\s+/g, " ")).toContain(`floor here is 0.905 (${file}:${line})`);
});

test("a lost provider is taken away, and says so", async () => {
  const { code, out } = await explain(...FAQ, "--down", "provider:openai", "--json");

  expect(code).toBe(0);
  const served = /"endpoints":\[(.*?)\],"rejections"/.exec(out)?.[1] ?? "";
  expect(served).toContain("anthropic/claude-haiku-4-5");
  expect(served).not.toContain("openai/");
  expect(out).toContain("provider:openai is down");
});

test("a shared edge takes all its providers, and the static answer is left", async () => {
  const { code, out } = await explain(...FAQ, "--down", "sharedEdge:cloudflare");

  expect(code).toBe(0);
  expect(out).toContain("rung full: no endpoint");
  expect(out).toContain("then the static answer");
});

test("an input is counted, and decides the workload", async () => {
  const size = async (text: string): Promise<string> =>
    (await explain(...FAQ, "--input", text)).out.split("\n").slice(1, 3).join(" ");

  expect(await size("Where is my order?")).toMatch(/ \d\d? input tokens\s+\(small\)/);
  expect(await size("word ".repeat(5000))).toMatch(/ \d{4} input tokens\s+\(large\)/);
});

test.each<readonly [readonly string[], string]>([
  [["--intent", "fag", "--risk", "low", "--sla", "2s"], 'Did you mean "faq"?'],
  [["--intent", "faq"], "Give at least --intent, --risk and --sla"],
  [["--intent", "faq", "--risk", "low", "--sla", "2"], "such as 800ms or 2s"],
  [[...FAQ, "--down", "provider:opnai"], "Did you mean provider:openai?"],
  [[...FAQ, "--workload", "smal"], "Did you mean small?"],
  [["--request", "{"], "neither a file nor JSON"],
  [["--request", '{"intnt":"faq"}'], "intnt"],
])("%j is bad usage, answered with the way out", async (args, expected) => {
  const { code, out, error } = await explain(...args);

  expect([code, out]).toEqual([2, ""]);
  expect(error).toContain(expected);
});

test("a request that nothing serves is exit code 1", async () => {
  const gap = ["--intent", "faq", "--risk", "high", "--sla", "2s"];
  const { code, out } = await runSwitchyard(
    "explain",
    "--policy",
    "builtin/support-platform",
    ...gap,
  );

  expect(code).toBe(1);
  expect(out).toContain("no route: high risk goes through regulated-answer only");
});
