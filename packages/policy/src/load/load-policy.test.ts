import { definePolicy, DocumentError, formatIssue } from "@switchyard/contract";
import { expect, test } from "vitest";
import { issuesOfRun, shippedSource, shippedWith } from "./arbitraries.ts";
import { loadPolicy } from "./load-policy.ts";

const TEN_MISTAKES = `schema: switchyard/policy/v1
name: my-app
extends: builtin/starter@1
domains: { intents: [faq, summarize], risks: [low, high] }
routes:
  - id: fast
    match: { intents: [faq, sumarize], risks: [low] }
    candidates: [openai/gpt-6-luna]
    limits: { latencyMax: 2, qualityFloor: unmeasured }
    falback: none
    gates: [non-emty]
  - id: slow
    match: { intents: [summarize], risks: [high] }
    candidates: [openai/gpt-6-sol, openai/gpt-6-sol]
    limits: { latencyMax: 9s, qualityFloor: unmeasured }
    ladder: [static, full]
    fallback: fats
budgets:
  - { id: day, cap: 50 }
  - { id: day, cap: $5, timezone: Europe/Berln }
`;

test("a file with ten mistakes and one more reports each, with its file, line and column", () => {
  const load = (): unknown => loadPolicy({ text: TEN_MISTAKES, file: "policy.yaml" });

  expect(load).toThrow(DocumentError);
  let lines: readonly string[] = [];
  try {
    load();
  } catch (error) {
    if (error instanceof DocumentError) lines = error.issues.map(formatIssue);
  }
  expect(lines).toEqual([
    "policy.yaml:7:29 /routes/0/match/intents/1: no intent is named `sumarize`; did you mean `summarize`?",
    "policy.yaml:9:27 /routes/0/limits/latencyMax: `2` has no unit; write it as in `latencyMax: 2s`",
    "policy.yaml:10:5 /routes/0/falback: `falback` is not a key of an entry of `routes`; did you mean `fallback`?",
    "policy.yaml:11:13 /routes/0/gates/0: `non-emty` does not fit; write non-empty, not-truncated, not-refusal, or a map with one of schema, length, mustInclude, mustNotInclude, custom and judge; did you mean `non-empty`?",
    "policy.yaml:14:36 /routes/1/candidates/1: `openai/gpt-6-sol` is in the list twice; keep one",
    "policy.yaml:15:45 /routes/1/limits/qualityFloor: `unmeasured` is for risk class low alone, and the route takes high; write a score from 0 to 1, or split the route",
    "policy.yaml:16:22 /routes/1/ladder/1: `full` stands after `static`; the order is full, constrained, summary, static",
    "policy.yaml:17:15 /routes/1/fallback: no route is named `fats`; did you mean `fast`?",
    "policy.yaml:19:21 /budgets/0/cap: `50` has no unit; write it as in `cap: $50`",
    "policy.yaml:20:11 /budgets/1/id: another budget is named `day` already; rename one",
    "policy.yaml:20:35 /budgets/1/timezone: `Europe/Berln` is no IANA time zone; write one such as Europe/Berlin or UTC",
  ]);
});

test("broken YAML is reported where it breaks", () => {
  const load = (): unknown => loadPolicy({ text: "name: [\n", file: "policy.yaml" });

  expect(load).toThrow(/policy\.yaml:\d+:\d+ this is not valid YAML/);
});

test("a policy made in code has the same mistakes without positions", () => {
  const policy = definePolicy({
    schema: "switchyard/policy/v1",
    name: "my-app",
    extends: "builtin/starter@1",
    domains: { intents: ["faq"], risks: ["low"] },
    routes: [
      {
        id: "fast",
        match: { intents: ["fag"], risks: ["low"] },
        candidates: ["openai/gpt-6-luna"],
        limits: { latencyMax: "2", qualityFloor: "unmeasured" },
      },
    ],
  });

  expect(issuesOfRun(() => loadPolicy(policy))).toEqual([
    "/routes/0/limits/latencyMax: `2` does not fit; write a duration with its unit, such as 250ms, 9s or 4m10s",
    "/routes/0/match/intents/0: no intent is named `fag`; did you mean `faq`?",
  ]);
});

test("a missing decision names the route and the key, at the route", () => {
  const { text } = shippedSource("policy.yaml");
  const without = text.replace("    fallback: none\n", "");
  const line = text.slice(0, text.indexOf("id: regulated")).split("\n").length;

  expect(() => loadPolicy({ text: without, file: "policy.yaml" })).toThrow(
    `policy.yaml:${line}:5 /routes/0/fallback: route \`regulated\` does not decide \`fallback\`; write \`fallback: none\` or a route id`,
  );
});

test("a guess in place of a mistake causes no further mistake", () => {
  const source = shippedWith(
    "policy.yaml",
    ["/rollout/samplesMax", "many"],
    ["/budgets/0/cap", "much"],
    ["/spend/levels/0/from", 80],
  );

  expect(issuesOfRun(() => loadPolicy(source))).toHaveLength(3);
});

test("while names are declared wrongly, their uses are not called wrong", () => {
  const source = shippedWith("policy.yaml", ["/domains/intents", "faq"]);

  expect(issuesOfRun(() => loadPolicy(source))).toEqual([
    "/domains/intents: `faq` does not fit; write a list",
  ]);
});

test("quantities are read and defaults filled in", () => {
  const { policy } = loadPolicy(shippedSource("policy.yaml"));
  const planning = policy.routes[1];

  expect(planning).toMatchObject({
    id: "planning",
    index: 1,
    internal: false,
    order: ["costPerSuccess", "p95", "model", "region"],
    limits: { latencyMsMax: 15_000, qualityFloor: 0.9, costPerTaskMicroUsdMax: 150_000 },
    deterministic: false,
    repairMax: 0,
    fallback: null,
    quota: { share: 0.4, budget: "day" },
    hedge: { after: "p95", max: 1 },
  });
  expect(planning?.gates.at(-1)).toEqual({
    kind: "judge",
    route: "judging",
    scoreMin: 0.7,
    sampleShare: 0.1,
  });
  expect(policy.budgets[2]).toEqual({
    id: "openai",
    scope: { provider: "openai" },
    window: "rolling-24h",
    timezone: "UTC",
    capMicroUsd: 320_000_000,
    alerts: [0.9],
    onLedgerDown: { kind: "fail-open-within", microUsd: 2_000_000 },
  });
  expect(policy.contingency?.nominal).toEqual({
    slaMs: { extraction: 10_000, planning: 15_000, quick: 2000, regulated: 15_000 },
    contextTokens: 8000,
    capabilities: "as-required",
    workloads: ["large", "small"],
  });
  expect(policy.ladder.full).toEqual({ tierDown: 0, qualityFloorLower: 0 });
});

test("a judge without a sample judges every answer", () => {
  const source = shippedWith("policy.yaml", ["/routes/1/gates/2/judge/sample", undefined]);

  expect(loadPolicy(source).policy.routes[1]?.gates.at(-1)).toMatchObject({ sampleShare: 1 });
});

test("an unmeasured floor is a warning at its place", () => {
  const { warnings } = loadPolicy(shippedSource("starter.yaml"));

  expect(warnings.map(({ pointer }) => pointer)).toEqual([
    "/routes/0/limits/qualityFloor",
    "/routes/1/limits/qualityFloor",
  ]);
  expect(warnings[0]?.position).toEqual({ file: "starter.yaml", line: 9, column: 45 });
});

test("every kind of gate becomes data, a schema in place too", () => {
  const schema = { type: "object", required: ["total"] };
  const gates = [
    { schema },
    { schema: "builtin/judgement" },
    { length: { charactersMax: 900 } },
    { mustInclude: ["Not advice"] },
    { mustNotInclude: ["guaranteed"] },
    { custom: "tone" },
  ];

  const { policy } = loadPolicy(shippedWith("policy.yaml", ["/routes/3/gates", gates]));

  expect(policy.routes[3]?.gates).toEqual([
    { kind: "schema", schema },
    { kind: "schema", schema: "builtin/judgement" },
    { kind: "length", charactersMax: 900 },
    { kind: "must-include", texts: ["Not advice"] },
    { kind: "must-not-include", texts: ["guaranteed"] },
    { kind: "custom", name: "tone" },
  ]);
});

test("a route's share of a budget is a budget of its own, after those of the document", () => {
  const { budgets } = loadPolicy(shippedSource("policy.yaml")).policy;
  expect(budgets.map(({ id }) => id)).toEqual(["day", "premium", "openai", "free", "day/planning"]);
  const [whole] = budgets;
  expect(budgets.at(-1)).toEqual({
    ...whole,
    id: "day/planning",
    scope: { route: "planning" },
    capMicroUsd: 200_000_000,
  });
});
