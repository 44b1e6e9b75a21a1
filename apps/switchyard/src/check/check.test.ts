import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runSwitchyard } from "../fixtures/run-switchyard.ts";

const SHIPPED = fileURLToPath(import.meta.resolve("@switchyard/policy/shipped/policy.yaml"));
const DATE = ["--date", "2026-11-25"];

/** The shipped policy with one text replaced, in a folder of its own. */
function policyWith(from: string, to: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "switchyard-")), "policy.yaml");
  const text = readFileSync(SHIPPED, "utf8");
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
  return file;
}

const withoutStatic = (): string =>
  policyWith("ladder: [full, constrained, static]", "ladder: [full, constrained]");

test.each(["builtin/support-platform", "builtin/starter", "builtin/founding"])(
  "%s has no error",
  async (policy) => {
    const { code, out } = await runSwitchyard("check", policy, ...DATE);

    expect(code).toBe(0);
    expect(out).toContain("0 errors");
  },
);

test("an error is shown with its place, its rule and the line that mends it, and is exit code 1", async () => {
  const file = withoutStatic();
  const { code, out } = await runSwitchyard("check", file, ...DATE);

  expect(code).toBe(1);
  const line = out.split("\n").find((text) => text.includes("R16"));
  expect(line).toMatch(/error +R16 \S*policy\.yaml:\d+:\d+$/);
  expect(out).toContain("fix: ladder: [full, constrained, static]");
  const [, fix = ""] = /R16[^]*?fix: (.*)/.exec(out) ?? [];
  writeFileSync(file, readFileSync(file, "utf8").replace("ladder: [full, constrained]", fix));
  expect((await runSwitchyard("check", file, ...DATE)).code).toBe(0);
});

test("mistakes of a document are findings of the rules that reading enforces", async () => {
  const file = policyWith("fallback: none", "fallback: planing");
  const { code, out } = await runSwitchyard("check", file, "--json");

  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    version: 1,
    errors: 1,
    files: [{ file, kind: "policy", findings: [{ rule: "R02", pointer: "/routes/0/fallback" }] }],
  });
});

test("a suppressed error is shown with its reason and fails nothing", async () => {
  const file = withoutStatic();
  const entries = ["R16", "R21"].map(
    (rule) => `{ rule: ${rule}, about: regulated, reason: wanted so, expires: 2027-01-31 }`,
  );
  writeFileSync(file, `${readFileSync(file, "utf8")}\nsuppress: [${entries.join(", ")}]\n`);

  const { code, out } = await runSwitchyard("check", file, ...DATE);
  expect(code).toBe(0);
  expect(out).toContain("accepted until 2027-01-31: wanted so");
  const later = await runSwitchyard("check", file, "--date", "2027-02-01");
  expect(later.code).toBe(1);
});

test("Markdown has a row for every finding", async () => {
  const { out } = await runSwitchyard("check", withoutStatic(), "--markdown", ...DATE);
  const json = await runSwitchyard("check", withoutStatic(), "--json", ...DATE);

  const report: unknown = JSON.parse(json.out);
  expect(report).toMatchObject({ files: [{ hash: expect.stringMatching(/^[0-9a-f]{64}$/) }] });
  const rows = out.split("\n").filter((line) => /^\| (error|warning|info|accepted)/.test(line));
  expect(rows[0]).toMatch(/^\| error \| R16 \| \S+policy\.yaml:\d+:\d+ \| .+ \| `ladder: .+` \|$/);
  expect(json.out.match(/"rule":/g)).toHaveLength(rows.length);
});

test("a rule is explained by its id, and a mistyped id is answered with the nearest", async () => {
  const known = await runSwitchyard("check", "--explain", "R09");
  expect(known.code).toBe(0);
  expect(known.out).toContain("R09 (error) A fallback's quality floor is below its route's.");

  const unknown = await runSwitchyard("check", "--explain", "r9");
  expect(unknown).toMatchObject({ code: 2, out: "" });
  expect(unknown.error).toContain("Did you mean R09?");
});

test("--expanded prints a document that is the same policy without its preset", async () => {
  const { out } = await runSwitchyard("check", "builtin/starter", "--expanded");
  const file = join(mkdtempSync(join(tmpdir(), "switchyard-")), "policy.yaml");
  writeFileSync(file, out);

  expect(out).not.toContain("extends:");
  expect(await hashIn(file)).toBe(await hashIn("builtin/starter"));
});

async function hashIn(policy: string): Promise<string | undefined> {
  const { out } = await runSwitchyard("check", policy, "--json");
  return /"hash":"([0-9a-f]{64})"/.exec(out)?.[1];
}

test("a file that is not there is exit code 2 and answered with the one beside it", async () => {
  const file = withoutStatic();
  const { code, out, error } = await runSwitchyard("check", file.replace("policy.", "polcy."));

  expect([code, out]).toEqual([2, ""]);
  expect(error).toContain(`Did you mean ${file}?`);
});
