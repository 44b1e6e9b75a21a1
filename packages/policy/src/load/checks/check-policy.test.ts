import { expect, test } from "vitest";
import { issuesOfRun, shippedWith, type Edit } from "../arbitraries.ts";
import { loadPolicy } from "../load-policy.ts";

const route = "/routes/3";
const budget = "/budgets/0";
const accepted = {
  id: "a",
  routes: ["quick"],
  residencies: ["eu"],
  lose: ["region:eu"],
  reason: "r",
};

const CASES: readonly (readonly [edit: Edit, pointer: string, words: string])[] = [
  [["/domains/intents/1", "faq"], "/domains/intents/1", "`faq` is in the list twice"],
  [["/domains/locales/0", "en us"], "/domains/locales/0", "`en us` cannot be a name"],
  [["/domains/segments/1", "constructor"], "/domains/segments/1", "`constructor` is reserved"],
  [["/domains/defaults/segment", "fre"], "/domains/defaults/segment", "did you mean `free`?"],
  [["/domains/defaults/locale", "fr"], "/domains/defaults/locale", "write en, de, ja or other"],
  [
    ["/envelope/lifecycles/high", undefined],
    "/envelope/lifecycles",
    "risk class `high` has no lifecycles",
  ],
  [["/envelope/lifecycles/hihg", ["managed"]], "/envelope/lifecycles/hihg", "did you mean `high`?"],
  [["/envelope/zeroRetention", ["hihg"]], "/envelope/zeroRetention/0", "did you mean `high`?"],
  [["/envelope/residency/eus", ["eu"]], "/envelope/residency/eus", "no residency is named `eus`"],
  [
    ["/envelope/denyProviders/hi", ["openai"]],
    "/envelope/denyProviders/hi",
    "no risk class is named `hi`",
  ],
  [["/defaults/timeouts/idle", "0s"], "/defaults/timeouts/idle", "`0s` is no time at all"],
  [["/defaults/breaker/openFor", "0ms"], "/defaults/breaker/openFor", "`0ms` is no time at all"],
  [
    ["/defaults/breaker/failureRate", "0%"],
    "/defaults/breaker/failureRate",
    "`0%` is out of range",
  ],
  [
    ["/defaults/breaker/slowCallRate", "101%"],
    "/defaults/breaker/slowCallRate",
    "`101%` is out of range",
  ],
  [
    ["/defaults/attempts/perEndpoint", 4],
    "/defaults/attempts/perEndpoint",
    "4 attempts per endpoint",
  ],
  [[`${route}/id`, "none"], `${route}/id`, "`none` has a meaning of its own"],
  [[`${route}/id`, "planning"], `${route}/id`, "another route is named `planning` already"],
  [[`${route}/match`, undefined], route, "route `quick` takes no request"],
  [[`${route}/intent`, "faq"], `${route}/intent`, "`intent` is for internal routes"],
  [[`${route}/match/risks/0`, "lo"], `${route}/match/risks/0`, "did you mean `low`?"],
  [[`${route}/match/segments`, ["pro", "pro"]], `${route}/match/segments/1`, "twice"],
  [[`${route}/match/slaBelow`, "0s"], `${route}/match/slaBelow`, "no time at all"],
  [
    [`${route}/limits/qualityFloor`, "unmeasured"],
    `${route}/limits/qualityFloor`,
    "the route takes medium",
  ],
  [
    [`${route}/limits/costPerTaskMax`, "$0.00"],
    `${route}/limits/costPerTaskMax`,
    "bars every candidate",
  ],
  [
    [`${route}/gates/0`, { schema: "requst" }],
    `${route}/gates/0/schema`,
    "did you mean `request`?",
  ],
  [
    ["/routes/1/gates/2/judge/route", "quick"],
    "/routes/1/gates/2/judge/route",
    "route `quick` serves callers",
  ],
  [
    ["/routes/1/gates/2/judge/route", "juding"],
    "/routes/1/gates/2/judge/route",
    "did you mean `judging`?",
  ],
  [["/routes/1/gates/2/judge/sample", "0%"], "/routes/1/gates/2/judge/sample", "out of range"],
  [
    ["/routes/4/gates/0", { judge: { route: "judging", scoreMin: 0.5 } }],
    "/routes/4/gates/0/judge",
    "a judge is not judged itself",
  ],
  [
    [`${route}/gates/0`, { schema: 7 }],
    `${route}/gates/0/schema`,
    "`7` does not fit; write request",
  ],
  [[`${route}/gates/0`, { length: {} }], `${route}/gates/0/length`, "bounds nothing"],
  [
    [`${route}/gates/0`, { length: { charactersMin: 0 } }],
    `${route}/gates/0/length/charactersMin`,
    "out of range",
  ],
  [
    [`${route}/gates/0`, { length: { charactersMin: 9, charactersMax: 8 } }],
    `${route}/gates/0/length/charactersMin`,
    "`9` is above `charactersMax` 8",
  ],
  [
    [`${route}/gates/0`, { lenght: { charactersMax: 8 } }],
    `${route}/gates/0`,
    "did you mean `length`?",
  ],
  [[`${route}/gates/0`, { mustInclude: [] }], `${route}/gates/0/mustInclude`, "at least 1"],
  [[`${route}/gates/0`, { mustInclude: [""] }], `${route}/gates/0/mustInclude/0`, "at least 1"],
  [
    [`${route}/gates/0`, { mustInclude: ["a", "a"] }],
    `${route}/gates/0/mustInclude/1`,
    "`a` is in the list twice",
  ],
  [
    [`${route}/gates`, [{ mustInclude: ["No advice"] }, { mustNotInclude: ["ADVICE"] }]],
    `${route}/gates/1/mustNotInclude/0`,
    "`ADVICE` is in `No advice`",
  ],
  [[`${route}/gates/0`, { custom: "no PII" }], `${route}/gates/0/custom`, "write a name of lower"],
  [
    [`${route}/gates`, [{ custom: "tone" }, { custom: "tone" }]],
    `${route}/gates/1`,
    "`custom: tone` is in the list twice",
  ],
  [[`${route}/gates/1`, "non-empty"], `${route}/gates/1`, "`non-empty` is in the list twice"],
  [[`${route}/fallback`, "quick"], `${route}/fallback`, "falls back to itself"],
  [[`${route}/fallback`, "judging"], `${route}/fallback`, "`judging` is internal"],
  [[`${route}/fallback`, "planing"], `${route}/fallback`, "did you mean `planning`?"],
  [[`${route}/ladder`, ["constrained", "static"]], `${route}/ladder`, "has no `full` rung"],
  [[`${route}/ladder`, ["full", "full"]], `${route}/ladder/1`, "twice"],
  [[`${route}/quota`, { share: "40%" }], `${route}/quota`, "belong together"],
  [["/routes/1/quota/of", "dya"], "/routes/1/quota/of", "no budget is named `dya`"],
  [[`${route}/context/risks`, ["hihg"]], `${route}/context/risks/0`, "did you mean `high`?"],
  [["/routes/1/hedge/after", "0s"], "/routes/1/hedge/after", "no time at all"],
  [
    ["/routes/4/match", { intents: ["faq"], risks: ["low"] }],
    "/routes/4/match",
    "serves no caller",
  ],
  [["/routes/4/intent", undefined], "/routes/4", "needs the intent it is measured by"],
  [
    ["/routes/4/limits/qualityFloor", "unmeasured"],
    "/routes/4/limits/qualityFloor",
    "must be measured",
  ],
  [["/routes/4/fallback", "quick"], "/routes/4/fallback", "`quick` is not"],
  [["/intendedGaps/0/intents/0", "fqa"], "/intendedGaps/0/intents/0", "no intent is named `fqa`"],
  [[`${budget}/timezone`, undefined], budget, "does not decide when its day begins"],
  [["/budgets/2/timezone", "UTC"], "/budgets/2/timezone", "has no use for a time zone"],
  [[`${budget}/timezone`, "Berlin"], `${budget}/timezone`, "no IANA time zone"],
  [[`${budget}/timezone`, "+01:00"], `${budget}/timezone`, "no IANA time zone"],
  [[`${budget}/cap`, "$0"], `${budget}/cap`, "lets nothing through"],
  [[`${budget}/alerts`, ["80%", "50%"]], `${budget}/alerts/1`, "`50%` is not above `80%`"],
  [[`${budget}/alerts`, ["50%", "101%"]], `${budget}/alerts/1`, "`101%` is out of range"],
  [
    [`${budget}/onLedgerDown`, { "fail-open-within": "$501" }],
    `${budget}/onLedgerDown/fail-open-within`,
    "more than the cap of $500",
  ],
  [["/budgets/1/scope/tier", "premum"], "/budgets/1/scope/tier", "did you mean `premium`?"],
  [["/budgets/3/scope/segment", "fre"], "/budgets/3/scope/segment", "did you mean `free`?"],
  [[`${budget}/scope`, { route: "quik" }], `${budget}/scope/route`, "did you mean `quick`?"],
  [["/spend/levels/1/from", "60%"], "/spend/levels/1/from", "`60%` is not above `70%`"],
  [["/spend/levels/1/tierDown", undefined], "/spend/levels/1", "changes nothing"],
  [
    ["/spend/levels/2/throttle/order/0", "judging"],
    "/spend/levels/2/throttle/order/0",
    "no route is named `judging`",
  ],
  [["/spend/burnAlerts/0/longWindow", "1m"], "/spend/burnAlerts/0/longWindow", "not longer than"],
  [["/spend/hysteresis", "500%"], "/spend/hysteresis", "out of range"],
  [
    ["/ladder/summary/intents/0", "sumarize"],
    "/ladder/summary/intents/0",
    "did you mean `summarize`?",
  ],
  [["/ladder/static/retryAfter", "0s"], "/ladder/static/retryAfter", "no time at all"],
  [
    ["/contingency/nominal/sla/quik", "2s"],
    "/contingency/nominal/sla/quik",
    "did you mean `quick`?",
  ],
  [["/contingency/nominal/sla/default", undefined], "/contingency/nominal/sla", "no nominal SLA"],
  [
    ["/contingency/nominal/workloads", ["smal"]],
    "/contingency/nominal/workloads/0",
    "did you mean `small`?",
  ],
  [["/contingency/nominal/workloads", []], "/contingency/nominal/workloads", "nothing is proved"],
  [
    ["/contingency/require/0/risks/0", "lo"],
    "/contingency/require/0/risks/0",
    "did you mean `low`?",
  ],
  [
    ["/contingency/domains", ["model"]],
    "/contingency/require/0/of",
    "is not in `contingency.domains`",
  ],
  [
    ["/contingency/accept", [{ ...accepted, expires: "soon" }]],
    "/contingency/accept/0/expires",
    "`soon` does not fit",
  ],
  [
    ["/contingency/accept", [{ ...accepted, lose: ["eu"], expires: "2027-01-01" }]],
    "/contingency/accept/0/lose/0",
    "as in `provider:openai`",
  ],
  [
    ["/contingency/accept", [{ ...accepted, lose: ["regon:eu"], expires: "2027-01-01" }]],
    "/contingency/accept/0/lose/0",
    "did you mean `region`?",
  ],
  [["/rollout/steps/1/weight", "1%"], "/rollout/steps/1/weight", "`1%` is not above `1%`"],
  [["/rollout/steps/0/weight", "0%"], "/rollout/steps/0/weight", "out of range"],
  [
    ["/rollout/steps/0/samplesMin", 20_001],
    "/rollout/steps/0/samplesMin",
    "more than `samplesMax`",
  ],
  [["/rollout/guards/0/margin", "101%"], "/rollout/guards/0/margin", "out of range"],
  [["/rollout/guards/2/quantile", "100%"], "/rollout/guards/2/quantile", "between 0% and 100%"],
  [["/rollout/guards/4/cap", "$0"], "/rollout/guards/4/cap", "stops every rollout"],
  [["/rollout/guards/4/kind", "not-worse"], "/rollout/guards/4/kind", "write hard-cap"],
  [["/rollout/guards/2/metric", "latncy"], "/rollout/guards/2/metric", "write latency"],
  [["/version", 0], "/version", "`0` is out of range"],
];

test.each(CASES)("%j is refused at %s: %s", (edit, pointer, words) => {
  const issues = issuesOfRun(() => loadPolicy(shippedWith("policy.yaml", edit)));

  const found = issues.filter((issue) => issue.startsWith(`${pointer}: `));
  expect(found.join("\n")).toContain(words);
});

test("a circle of fallbacks is told on each route in it", () => {
  const edits: readonly Edit[] = [
    ["/routes/1/fallback", "extraction"],
    ["/routes/2/fallback", "quick"],
    ["/routes/3/fallback", "planning"],
  ];

  const issues = issuesOfRun(() => loadPolicy(shippedWith("policy.yaml", ...edits)));

  expect(issues).toHaveLength(3);
  expect(issues[0]).toContain("planning -> extraction -> quick -> planning");
});

test("a route that falls back into a circle is not part of it", () => {
  const edits: readonly Edit[] = [
    ["/routes/0/fallback", "planning"],
    ["/routes/1/fallback", "extraction"],
    ["/routes/2/fallback", "planning"],
  ];

  const issues = issuesOfRun(() => loadPolicy(shippedWith("policy.yaml", ...edits)));

  expect(issues.map((issue) => issue.split(":")[0])).toEqual([
    "/routes/1/fallback",
    "/routes/2/fallback",
  ]);
});

test("an unmeasured floor is legal where the lowest risk class is alone", () => {
  const source = shippedWith(
    "policy.yaml",
    ["/routes/3/match/risks", ["low"]],
    ["/routes/3/limits/qualityFloor", "unmeasured"],
  );

  expect(issuesOfRun(() => loadPolicy(source))).toEqual([]);
});
