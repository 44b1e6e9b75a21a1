import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runProgram } from "../cli/program.ts";
import { captureShell } from "../fixtures/captured-shell.ts";

const SOUND = `schema: switchyard/scenario/v1
name: own
title: Own
description: An own incident.
seed: 7
start: 2026-11-25T09:00:00Z
workload: { trace: azure-2023-conversation, duration: 1m }
faults:
  - { id: outage, type: net.refused, at: 10s, for: 20s, target: { provider: "@primary" } }
expect:
  - { metric: violations, is: "== 0" }
`;

const TEN_MISTAKES = `schema: switchyard/scenario/v1
name: own
title: Own
descripton: An own incident.
seed: -1
start: 2026-11-25 09:00
workload:
  trace: azure-2023-conversation
  duration: 20 minutes
  sped: 2
faults:
  - { id: outage, type: net.refused, at: 5m, for: 3m, target: { providr: "@primary" } }
expect:
  - { metric: availabilty, is: ">= 90%" }
  - { metric: availability, is: 90% }
  - { metric: availability, is: ">= 90%", phase: basline }
`;

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "scenarios-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function check(...args: readonly string[]): Promise<readonly [number, string, string]> {
  const { shell, stdout, stderr } = captureShell();
  const code = await runProgram(["scenarios", "check", ...args], shell);
  return [code, stdout(), stderr()];
}

test("a scenario without mistakes is planned, and says what it holds", async () => {
  const file = write("own.yaml", SOUND);
  const [code, stdout, stderr] = await check(file, "default");
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/own\.yaml: \d+ requests, 1 fault, 1 expectation\n/);
  expect(stdout).toContain("✔ default: 5985 requests, 2 faults, 6 expectations");
  const [, json] = await check(file, "--json", "--seed", "9");
  expect(JSON.parse(json)).toMatchObject({
    version: 1,
    scenarios: [{ seed: "9", faults: [{ id: "outage", type: "net.refused" }], expectations: 1 }],
  });
});

test("ten mistakes are told at once, each with its line, its column and the nearest name", async () => {
  const [code, stdout, stderr] = await check(write("ten.yaml", TEN_MISTAKES), "default");
  expect(code).toBe(2);
  expect(stdout).toContain("✔ default");
  expect(stderr).toContain("ten.yaml: 10 mistakes\n");
  const places = stderr.split("\n").flatMap((line) => /ten\.yaml:(\d+:\d+) /.exec(line)?.[1] ?? []);
  expect(places).toEqual([
    "4:1",
    "5:7",
    "6:8",
    "9:13",
    "10:3",
    "12:55",
    "12:65",
    "14:15",
    "15:33",
    "16:50",
  ]);
  for (const name of ["description", "speed", "provider", "availability", "baseline"])
    expect(stderr).toContain(`did you mean \`${name}\`?`);
});

test("a name that the policy lacks is a mistake of the scenario, in JSON too", async () => {
  const file = write("name.yaml", SOUND.replace("@primary", "opnai"));
  const [code, json] = await check(file, "--json");
  expect(code).toBe(2);
  expect(JSON.parse(json)).toMatchObject({
    scenarios: [
      {
        mistakes: [
          {
            position: { line: 9 },
            message: expect.stringContaining('did you mean "openai"?'),
          },
        ],
      },
    ],
  });
});

test("a name that is no scenario's is answered with those there are", async () => {
  const [code, , stderr] = await check("nope");
  expect(code).toBe(2);
  expect(stderr).toContain("retry-storm");
});
