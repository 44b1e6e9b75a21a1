import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const BIN = fileURLToPath(new URL("../../bin/sim.js", import.meta.url));
const POLICY = fileURLToPath(import.meta.resolve("@switchyard/policy/shipped/starter.yaml"));

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sim-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function sim(...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [BIN, ...args]);
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

describe.concurrent("the command line", () => {
  test("--help shows the commands, examples and exit codes", async () => {
    const { code, stdout } = await sim("--help");
    expect(code).toBe(0);
    for (const text of ["chaos", "scenarios", "Examples:", "Exit codes:"]) {
      expect(stdout).toContain(text);
    }
  });

  test("a mistyped option is answered with the nearest one, and exit code 2", async () => {
    const { code, stdout, stderr } = await sim("chaos", "--sede", "7");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Did you mean --seed?");
  });

  test("a bad policy is exit code 2 with its place, and writes nothing", async () => {
    const policy = join(folder, "bad.yaml");
    const events = join(folder, "never.jsonl");
    writeFileSync(policy, readFileSync(POLICY, "utf8").replace("latencyMax: 2s", "latencyMax: 2"));
    const { code, stdout, stderr } = await sim("chaos", "--policy", policy, "--events", events);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/bad\.yaml:\d+:\d+ .*latencyMax/);
    expect(() => readFileSync(events)).toThrow(/ENOENT/);
  });

  test("--json prints one object, and equal seeds write equal events", async () => {
    const files = ["a.jsonl", "b.jsonl"].map((name) => join(folder, name));
    const runs = await Promise.all(
      files.map((file) => sim("chaos", "--json", "--requests", "200", "--events", file)),
    );
    const reports = runs.map(({ stdout }): unknown => JSON.parse(stdout));
    const [eventsSha256 = ""] = files.map((file) =>
      createHash("sha256").update(readFileSync(file)).digest("hex"),
    );
    for (const report of reports) {
      expect(report).toMatchObject({
        version: 1,
        scenario: "default",
        requests: 200,
        eventsSha256,
      });
    }
    expect(runs.map(({ stderr }) => stderr)).toEqual(["", ""]);
  });

  test("many seeds print the same bytes on one thread and on two, and stderr tells progress", async () => {
    const args = ["chaos", "--seeds", "2", "--requests", "30", "--policy", POLICY];
    const [one, two] = await Promise.all(["1", "2"].map((n) => sim(...args, "--workers", n)));
    expect(two?.stdout).toBe(one?.stdout);
    expect(one?.stdout).toContain("NOT VALID: no seed showed anything, 2 were not valid");
    expect([one?.code, two?.code]).toEqual([4, 4]);
    expect(one?.stderr).toMatch(/^1\/2 {2}seed 7\/1, .*\n2\/2 {2}seed 7\/2, /);
  });

  test("options of many seeds ask for --seeds, and one run's events are not for many", async () => {
    const [alone, both] = await Promise.all([
      sim("chaos", "--against", POLICY),
      sim("chaos", "--seeds", "3", "--events", join(folder, "never.jsonl")),
    ]);
    expect([alone.code, both.code]).toEqual([2, 2]);
    expect(alone.stderr).toContain("'--against' needs '--seeds <n>'");
    expect(both.stderr).toContain("cannot be used with option '--events <file>'");
  });
});
