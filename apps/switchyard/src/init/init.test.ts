import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { runSwitchyard } from "../fixtures/run-switchyard.ts";

const aFolder = (): string => mkdtempSync(join(tmpdir(), "switchyard-"));

test("a fresh scaffold has no error and at most five findings, each with a fix", async () => {
  const folder = join(aFolder(), "My Support_App");
  expect((await runSwitchyard("init", folder)).code).toBe(0);

  const policy = join(folder, "policy.yaml");
  const { code, out } = await runSwitchyard("check", policy, "--json", "--date", "2026-11-25");
  const fixes = out.match(/"fix":"[^"]+"/g) ?? [];
  expect(code).toBe(0);
  expect(out.match(/"rule":/g)).toHaveLength(fixes.length);
  expect(fixes.length).toBeLessThanOrEqual(5);
  expect(readFileSync(policy, "utf8")).toContain("name: my-support-app\n");
});

test("the editor's schemas are where the documents say", async () => {
  const folder = aFolder();
  await runSwitchyard("init", folder);

  for (const document of ["policy", "catalog"]) {
    const file = join(folder, `${document}.yaml`);
    const [, schema = ""] = /\$schema=(\S+)/.exec(readFileSync(file, "utf8")) ?? [];
    expect(existsSync(join(dirname(file), schema))).toBe(true);
  }
});

test("a file that is there is kept, and a human has to merge", async () => {
  const folder = aFolder();
  const policy = join(folder, "policy.yaml");
  writeFileSync(policy, "mine");

  const { code, out } = await runSwitchyard("init", folder, "--json");
  expect(code).toBe(3);
  expect(readFileSync(policy, "utf8")).toBe("mine");
  expect(JSON.parse(out)).toMatchObject({
    version: 1,
    files: expect.arrayContaining([{ path: policy, outcome: "kept" }]),
  });
  expect(existsSync(join(folder, "catalog.yaml"))).toBe(true);
});

test("a second run changes nothing and is fine", async () => {
  const folder = aFolder();
  await runSwitchyard("init", folder);
  const { code, out } = await runSwitchyard("init", folder);

  expect(code).toBe(0);
  expect(out).not.toContain("written");
});

test("a folder that cannot be made is named", async () => {
  const file = join(aFolder(), "file");
  writeFileSync(file, "");
  const { code, error } = await runSwitchyard("init", join(file, "below"));

  expect(code).toBe(2);
  expect(error).toContain("Name another folder.");
});
