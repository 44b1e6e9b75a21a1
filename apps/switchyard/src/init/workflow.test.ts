import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { runSwitchyard } from "../fixtures/run-switchyard.ts";

/** What a workflow file must be for GitHub to run it, as far as this one goes. */
const Step = z.union([
  z.strictObject({
    uses: z.string(),
    with: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  z.strictObject({
    run: z.string(),
    name: z.string().optional(),
    id: z.string().optional(),
    if: z.string().optional(),
    env: z.record(z.string(), z.string()).optional(),
  }),
]);
const Workflow = z.strictObject({
  name: z.string(),
  on: z.strictObject({ pull_request: z.strictObject({ paths: z.array(z.string()) }) }),
  permissions: z.record(z.string(), z.enum(["read", "write"])),
  jobs: z.strictObject({
    check: z.strictObject({ "runs-on": z.string(), steps: z.array(Step) }),
  }),
});

const folder = mkdtempSync(join(tmpdir(), "workflow-"));
const tools = join(folder, "tools");
const work = join(folder, "work");
const file = (name: string): string => join(folder, name);
let steps: readonly z.infer<typeof Step>[];

function git(...args: readonly string[]): void {
  const who = ["-c", "user.name=test", "-c", "user.email=test@localhost"];
  execFileSync("git", [...who, ...args], { cwd: work, stdio: "ignore" });
}

function tool(name: string, script: string): void {
  writeFileSync(join(tools, name), `#!/bin/bash\n${script}\n`);
  chmodSync(join(tools, name), 0o755);
}

/** A checked-out change, an installed `switchyard`, and a `gh` that says what it was asked. */
beforeAll(async () => {
  mkdirSync(tools);
  mkdirSync(join(work, "evidence"), { recursive: true });
  await runSwitchyard("init", work);
  const text = readFileSync(join(work, ".github/workflows/switchyard.yml"), "utf8");
  ({ steps } = Workflow.parse(parse(text)).jobs.check);
  const program = fileURLToPath(new URL("../../bin/switchyard.js", import.meta.url));
  tool(
    "npx",
    `test "$1 $2" = "--no switchyard" && exec "${process.execPath}" "${program}" "\${@:3}"`,
  );
  tool(
    "gh",
    `echo "$*" >> "${file("asked")}"; case "$*" in *--paginate*) cat "${file("known")}";; esac`,
  );
  writeFileSync(file("known"), "");
  git("init", "--initial-branch=main");
  git("add", ".");
  git("commit", "-m", "before");
  git("update-ref", "refs/remotes/origin/main", "HEAD");
  const policy = join(work, "policy.yaml");
  writeFileSync(policy, readFileSync(policy, "utf8").replace("latencyMax: 2s", "latencyMax: 1s"));
  git("commit", "-am", "after");
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a step as GitHub does: by `bash -e`, with its environment. */
function runStep(holding: string, env: Readonly<Record<string, string>>): number | null {
  const step = steps.find((one) => "run" in one && one.run.includes(holding));
  if (step === undefined || !("run" in step)) throw new RangeError(`no step has ${holding}`);
  // GitHub puts its values in before the shell sees them.
  const script = step.run.replaceAll(/\$\{\{ github\.repository \}\}/g, "owner/name");
  expect(script).not.toContain("${{");
  const { status } = spawnSync("bash", ["-e", "-c", script], {
    cwd: work,
    env: { PATH: `${tools}:${process.env["PATH"] ?? ""}`, ...env },
  });
  return status;
}

test("the workflow compares with the target branch, comments once, then updates, and asks for changes", () => {
  const output = file("output");
  const comment = { COMMENTS: "repos/owner/name/issues/7/comments", GH_TOKEN: "x" };
  expect(runStep("switchyard diff", { BASE: "origin/main", GITHUB_OUTPUT: output })).toBe(0);
  expect(readFileSync(output, "utf8")).toBe("code=1\n");
  expect(readFileSync(join(work, "diff.md"), "utf8")).toMatch(
    /^<!-- switchyard-diff policy.yaml -->\n/,
  );

  expect(runStep("gh api", comment)).toBe(0);
  writeFileSync(file("known"), "42\n43\n");
  expect(runStep("gh api", comment)).toBe(0);
  const asked = readFileSync(file("asked"), "utf8").split("\n");
  expect(asked.filter((line) => line.includes("body=@diff.md"))).toEqual([
    "api repos/owner/name/issues/7/comments -F body=@diff.md",
    "api --method PATCH repos/owner/name/issues/comments/42 -F body=@diff.md",
  ]);

  expect(["0", "1", "2", "3"].map((code) => runStep('test "$CODE"', { CODE: code }))).toEqual([
    0, 1, 1, 0,
  ]);
});

test("evidence that the change brings along is read, and a bad piece of it fails the workflow", () => {
  const output = file("with-evidence");
  writeFileSync(join(work, "evidence", "bad.json"), "{}");
  expect(runStep("switchyard diff", { BASE: "origin/main", GITHUB_OUTPUT: output })).toBe(0);
  expect(readFileSync(output, "utf8")).toBe("code=2\n");
  rmSync(join(work, "evidence", "bad.json"));
});

test("where the target branch has no policy there is nothing to compare, and nothing is said", () => {
  const output = file("no-base");
  writeFileSync(output, "");
  rmSync(join(work, "diff.md"), { force: true });
  expect(runStep("switchyard diff", { BASE: "no-such", GITHUB_OUTPUT: output })).toBe(0);
  expect(readFileSync(output, "utf8")).toBe("");
  expect(runStep("gh api", {})).toBe(0);
  expect(runStep('test "$CODE"', { CODE: "" })).toBe(0);
});
