import { beforeAll, describe, expect, test } from "vitest";
import type { RehearsalRun } from "../chaos/run-rehearsal.ts";
import { verdictOf } from "../chaos/verdict.ts";
import { aShortRun } from "../fixtures/short-run.ts";
import { jsonReport } from "./json-report.ts";
import { replayCommand } from "./replay-command.ts";
import { reportLines } from "./report-lines.ts";

let run: RehearsalRun;

beforeAll(async () => {
  run = await aShortRun();
});

/** The run with its first expectation failed for want of a second provider. */
function failedRun(): RehearsalRun {
  const message = "Route regulated can use one provider only: add a candidate.";
  const checks = run.outcome.checks.map((check, index) =>
    index > 0
      ? check
      : Object.assign({}, check, {
          status: "failed" as const,
          measured: 0.712,
          advice: [{ pointer: "/routes/0/candidates", message }],
        }),
  );
  return { ...run, outcome: { ...run.outcome, checks } };
}

describe("the report", () => {
  test("ends in the verdict, after the hash and the command that replays it", () => {
    const verdict = verdictOf(run);
    const lines = reportLines(run, verdict);
    expect(lines.at(-1)).toBe(verdict.text);
    expect(lines.slice(-4, -1)).toEqual([
      `Events   sha256 ${run.eventsSha256}`,
      String.raw`Replay   sim chaos --scenario default --policy builtin/support-platform --seed 'it'\''s' --requests 60`,
      "",
    ]);
  });

  test("names the traffic's source and its licence", () => {
    const text = reportLines(run, verdictOf(run)).join("\n");
    expect(text).toContain("Traffic  azure-2023-conversation (Azure public dataset, CC BY 4.0)");
  });

  test("a failed expectation says what was measured and what to change, where", () => {
    const text = reportLines(failedRun(), verdictOf(run)).join("\n");
    expect(text).toMatch(/✖ availability ≥ \d+% \(baseline, each route\) +71\.2%/);
    expect(text).toMatch(
      /builtin\/support-platform:\d+:\d+: Route regulated can use one provider only/,
    );
  });

  test("every route, provider and budget has a line", () => {
    const lines = reportLines(run, verdictOf(run));
    const { byRoute, byProvider } = run.outcome.summary;
    const names = [...Object.keys(byRoute), ...Object.keys(byProvider), "day", "premium"];
    for (const name of names) {
      expect(lines.some((line) => line.startsWith(`  ${name} `))).toBe(true);
    }
  });
});

describe("the JSON report", () => {
  test("its endings add up to its requests", () => {
    const report = jsonReport(run, verdictOf(run));
    const { answered, degraded, refused, failed } = report;
    expect(answered + degraded + refused + failed).toBe(60);
    expect(report).toMatchObject({ version: 1, requests: 60, seed: "it's", policyViolations: 0 });
  });

  test("its spend is the settled spend, and the watched budget's cap is above it", () => {
    const { spendMicroUsd, capMicroUsd, budgets } = jsonReport(run, verdictOf(run));
    const day = budgets.find(({ id }) => id === "day");
    expect((day?.spentMicroUsd ?? 0) - (day?.openingMicroUsd ?? 0)).toBe(spendMicroUsd);
    expect(capMicroUsd).toBe(day?.capMicroUsd);
  });

  test("a failed check is not ok and says what to change", () => {
    const [first, second] = jsonReport(failedRun(), verdictOf(run)).checks;
    expect(first).toMatchObject({ metric: "availability", ok: false, actual: 0.712 });
    expect(first?.change).toMatch(/^builtin\/support-platform:\d+:\d+: Route regulated/);
    expect(second).toMatchObject({ ok: true, status: "not-measured", actual: null });
  });
});

test("a replay command names only what was given", () => {
  const options = { scenario: "./my outage.yaml", policy: "p.yaml", catalog: "c.yaml" };
  expect(replayCommand(options, "7")).toBe(
    "sim chaos --scenario './my outage.yaml' --policy p.yaml --catalog c.yaml --seed 7",
  );
});
