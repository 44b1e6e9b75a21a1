import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const BIN = fileURLToPath(new URL("../bin/switchyard.js", import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function switchyard(...args: readonly string[]): Promise<Ended> {
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
    const { code, stdout } = await switchyard("--help");
    expect(code).toBe(0);
    for (const text of ["init", "check", "explain", "diff", "types", "catalog", "Examples:"]) {
      expect(stdout).toContain(text);
    }
  });

  test("every command has examples and exit codes of its own", async () => {
    for (const command of ["init", "check", "explain", "diff", "evidence", "types", "catalog"]) {
      const { code, stdout } = await switchyard(command, "--help");
      expect(code).toBe(0);
      expect(stdout).toMatch(/Examples:\n {2}switchyard \w+[^]*Exit codes: 0 /);
    }
  });

  test("a mistyped option is answered with the nearest one, and exit code 2", async () => {
    const { code, stdout, stderr } = await switchyard("check", "--jsn");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("Did you mean --json?");
  });

  test("check prints one JSON object and nothing else", async () => {
    const { code, stdout, stderr } = await switchyard("check", "builtin/starter", "--json");
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, errors: 0 });
  });
});
