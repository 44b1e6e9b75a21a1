import { PolicyInput } from "@switchyard/contract";
import { expect, test } from "vitest";
import { issuesOfRun, shippedSource, shippedWith } from "./arbitraries.ts";
import { expandPolicy } from "./expand-policy.ts";
import { loadPolicy } from "./load-policy.ts";
import { parseYaml } from "./parse-yaml.ts";

const starter = parseYaml(shippedSource("starter.yaml"), PolicyInput, "policy").value;

test("the starter decides all that fifteen lines leave out, and then is gone", () => {
  const document = expandPolicy(starter);

  expect(document).not.toHaveProperty("extends");
  expect(document.defaults).not.toHaveProperty("route");
  expect(document.defaults).not.toHaveProperty("budget");
  expect(document.routes[0]).toEqual({
    id: "fast",
    match: { intents: ["faq", "summarize"], risks: ["low"] },
    candidates: ["openai/gpt-6-luna", "ollama/qwen3"],
    limits: { latencyMax: "2s", qualityFloor: "unmeasured", costPerTaskMax: "$0.25" },
    requires: { capabilities: [], contextTokensMin: 0 },
    gates: ["non-empty", "not-refusal"],
    fallback: "none",
    ladder: ["full", "static"],
    lifecycle: "managed",
    owner: "owner",
  });
  expect(document.budgets[0]).toMatchObject({ id: "day", scope: "all", timezone: "UTC" });
  expect(document.envelope.lifecycles).toEqual({ low: ["experimental", "managed", "deprecated"] });
});

test("an expanded policy written out is the same policy", () => {
  expect(loadPolicy(expandPolicy(starter)).policy).toEqual(loadPolicy(starter).policy);
});

test("the policy wins over its preset; a list replaces a list", () => {
  const source = shippedWith(
    "starter.yaml",
    ["/owners", { spend: "finance" }],
    ["/domains/tiers", ["small", "premium"]],
    ["/defaults", { breaker: { window: "1m" }, route: { limits: { costPerTaskMax: "$1" } } }],
    ["/routes/1/limits/costPerTaskMax", "$2"],
    ["/ladder", { static: { text: "Later.", retryAfter: "1m" } }],
  );

  const { document } = loadPolicy(source);

  expect(document.owners).toMatchObject({ spend: "finance", product: "owner" });
  expect(document.domains.tiers).toEqual(["small", "premium"]);
  expect(document.defaults.breaker).toMatchObject({ window: "1m", failureRate: "50%" });
  expect(document.routes.map(({ limits }) => limits.costPerTaskMax)).toEqual(["$1", "$2"]);
  expect(document.ladder).toMatchObject({ full: {}, static: { text: "Later." } });
});

test("risk classes that the envelope does not name get the preset's lifecycles", () => {
  const source = shippedWith(
    "starter.yaml",
    ["/domains/risks", ["low", "medium", "high"]],
    ["/envelope", { lifecycles: { high: ["managed", "deprecated"] } }],
  );

  expect(loadPolicy(source).document.envelope.lifecycles).toEqual({
    low: ["experimental", "managed", "deprecated"],
    medium: ["managed"],
    high: ["managed", "deprecated"],
  });
});

test("without a preset, a risk class without lifecycles is a mistake", () => {
  const source = shippedWith("policy.yaml", ["/envelope/lifecycles/medium", undefined]);

  expect(issuesOfRun(() => loadPolicy(source))).toEqual([
    "/envelope/lifecycles: risk class `medium` has no lifecycles; write `medium: [managed]`",
  ]);
});

test("a rolling window does not inherit a time zone", () => {
  const source = shippedWith("starter.yaml", ["/budgets/0/window", "rolling-24h"]);

  expect(loadPolicy(source).document.budgets[0]).not.toHaveProperty("timezone");
});

test("an unknown preset is refused with the known names", () => {
  const near = shippedWith("starter.yaml", ["/extends", "builtin/startr@1"]);
  const far = shippedWith("starter.yaml", ["/extends", "x"]);

  expect(issuesOfRun(() => loadPolicy(near))).toEqual([
    "/extends: no preset is named `builtin/startr@1`; did you mean `builtin/starter@1`?",
  ]);
  expect(issuesOfRun(() => loadPolicy(far))).toEqual([
    "/extends: no preset is named `x`; write builtin/starter@1",
  ]);
});

test("a decision that is made nowhere is refused with a way out", () => {
  const { extends: _preset, ...alone } = starter;

  const issues = issuesOfRun(() => expandPolicy(alone));

  expect(issues).toContain(
    "/ladder: the policy does not decide `ladder`; write `ladder: { full, constrained, summary, static, hysteresis }`, or take it from `extends: builtin/starter@1`",
  );
  expect(issues).toContain(
    "/routes/0/limits/costPerTaskMax: route `fast` does not decide `limits.costPerTaskMax`; write it, for example `costPerTaskMax: $0.25`",
  );
  expect(issues).toContain(
    "/budgets/0/window: budget `day` does not decide `window`; write it, for example `window: day`",
  );
});
