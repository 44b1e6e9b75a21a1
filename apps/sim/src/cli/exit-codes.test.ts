import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { captureShell } from "../fixtures/captured-shell.ts";
import { runProgram } from "./program.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "exit-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Parts {
  readonly faults?: string;
  readonly expect?: string;
  readonly stopWhen?: string;
}

/** Rehearses four asks, one a second, and returns the exit code and the output. */
async function rehearsed(parts: Parts, ...args: readonly string[]) {
  const { faults = "[]", expect: checks = '{ metric: violations, is: "== 0" }', stopWhen } = parts;
  const asks = [1, 2, 3, 4].map(
    (at) =>
      `{ at: ${at}s, intent: faq, risk: low, sla: 2s, inputTokens: 90, outputTokens: 40, quality: 1 }`,
  );
  const file = join(folder, "mine.yaml");
  writeFileSync(
    file,
    `schema: switchyard/scenario/v1
name: mine
title: Mine
description: A test.
seed: 7
start: 2026-11-24T09:00:00Z
workload: { asks: [${asks.join(", ")}] }
faults: ${faults}
expect: [${checks}]
${stopWhen === undefined ? "" : `stopWhen: [${stopWhen}]`}
`,
  );
  const { shell, stdout, stderr } = captureShell();
  const options = ["--scenario", file, "--fidelity", "model", "--no-control", ...args];
  const code = await runProgram(["chaos", ...options], shell);
  return { code, out: stdout(), err: stderr() };
}

const REFUSED = 'type: net.refused, target: { provider: "@primary" }';

test("0: all expectations hold, and what was to go wrong went wrong", async () => {
  const { code, out } = await rehearsed({ faults: `[{ id: down, at: 2500ms, ${REFUSED} }]` });
  expect([code, out.trimEnd().split("\n").at(-1)]).toEqual([0, "PASS: 1 of 1 expectations hold"]);
});

test("1: an expectation does not hold", async () => {
  const { code } = await rehearsed({ expect: '{ metric: p95, is: "<= 1ms" }' });
  expect(code).toBe(1);
});

test("2: the scenario has a mistake, and nothing is run", async () => {
  const { code, out, err } = await rehearsed({ stopWhen: '{ metric: spend, is: "> 60" }' });
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(/mine\.yaml:10:\d+ \/stopWhen\/0\/is: .*for spend, such as <= \$6/);
});

test("3: a stop condition ended it, told in lines, in the report and in JSON", async () => {
  const parts = { stopWhen: '{ metric: spend, is: "> $0", why: "Money is short." }' };
  const { code, out } = await rehearsed(parts);
  expect(code).toBe(3);
  expect(out).toMatch(/^00:01 {2}STOPPED {5}spend > \$0$/m);
  expect(out).toMatch(
    /Stopped early\n {2}at 00:01: spend > \$0, measured \$0\.\d+\n {2}because: Money/,
  );
  expect(out).toMatch(
    /\nSTOPPED at 00:01: spend > \$0, measured .*; 1 of 1 expectations hold so far\n/,
  );

  const json = await rehearsed(parts, "--json");
  expect(json.code).toBe(3);
  expect(JSON.parse(json.out)).toMatchObject({
    verdict: "stopped",
    requests: 1,
    stop: { condition: "spend > $0", metric: "spend", why: "Money is short." },
  });
});

test("4: a fault that hit no request makes the rehearsal invalid, though all expectations hold", async () => {
  const { code, out } = await rehearsed({ faults: `[{ id: late, at: 5m, ${REFUSED} }]` });
  expect(code).toBe(4);
  expect(out).toContain("✔ violations = 0");
  expect(out).toContain("NOT VALID: fault late begins after 5m and hit nothing");
});
