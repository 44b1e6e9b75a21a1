import { expect, test } from "vitest";
import { analysePolicy } from "../analyse/analyse-policy.ts";
import { createBundle } from "../load/create-bundle.ts";
import { loadCatalog } from "../load/load-catalog.ts";
import { loadPolicy } from "../load/load-policy.ts";
import { SMALL_CATALOG, SMALL_POLICY } from "./fixtures/small-policy.ts";
import { lintBundle } from "./lint-bundle.ts";
import type { LintFinding } from "./lint-finding.ts";
import { violationsOfAnalysis } from "./violations-of-analysis.ts";

const NOW = Date.parse("2026-11-25T08:00:00Z");
const catalog = loadCatalog({ text: SMALL_CATALOG, file: "catalog.yaml" });

type Replacement = readonly [from: string, to: string];

function edited(edits: readonly Replacement[]): string {
  return edits.reduce((text, [from, to]) => {
    expect(text.split(from).length).toBe(2);
    return text.replace(from, to);
  }, SMALL_POLICY);
}

/** What `switchyard check` finds of one rule about one thing, and the policy does not suppress. */
function found({ rule, about }: Case, text: string): readonly LintFinding[] {
  const loaded = createBundle(loadPolicy({ text, file: "policy.yaml" }), catalog);
  const analysis = analysePolicy(loaded.bundle, { atMs: NOW, thresholds: rule === "R26" });
  const violations = violationsOfAnalysis(loaded.bundle, analysis);
  const findings = lintBundle(loaded, { epochMs: NOW, violations });
  return findings.filter(
    (one) => one.rule === rule && one.about === about && one.suppressed === undefined,
  );
}

/** The text with a fix where a reader would put it: at its key, in the route, or as a new key. */
function pasted(text: string, { position, fix = "" }: LintFinding): string {
  const [key = ""] = fix.split(":");
  if (key === "suppress" || key === "intendedGaps") return `${text}${fix}\n`;
  const lines = text.split("\n");
  const at = (position?.line ?? 0) - 1;
  const line = lines[at] ?? "";
  const value = new RegExp(String.raw`\b${key}: (\[[^\]]*\]|[^,} ]+)`);
  if (value.test(line)) lines[at] = line.replace(value, () => fix);
  else if (line.includes("{}")) lines[at] = line.replace("{}", () => `{ ${fix} }`);
  else lines.splice(at + 1, 0, `    ${fix}`);
  return lines.join("\n");
}

const TRIAL: Replacement = [
  "candidates: [alpha/small, beta/large] # of first",
  "candidates: [alpha/small, alpha/trial, beta/large]",
];
const SECOND_TAKES_FAQ: Replacement = [
  "match: { intents: [plan], risks: [low, medium] }",
  "match: { intents: [faq], risks: [medium] }",
];
const withLimit = (from: string, to: string): readonly Replacement[] => [
  [`${from} # of first`, `${to} # of first`],
];

interface Case {
  readonly rule: string;
  /** What a suppression of the finding names. */
  readonly about: string;
  /** The nearest policy that passes, and the one that does not, as edits of the small policy. */
  readonly passes: readonly Replacement[];
  readonly fails: readonly Replacement[];
  readonly pointer: string;
  /** What the line of the position says. */
  readonly line: string;
  readonly message: RegExp;
  readonly fix: string;
}

const CASES: readonly Case[] = [
  {
    rule: "R04",
    about: "second",
    passes: [SECOND_TAKES_FAQ, ["[faq], risks: [low, medium]", "[faq], risks: [low]"]],
    fails: [SECOND_TAKES_FAQ],
    pointer: "/routes/1",
    line: "id: second",
    message: /^route `second` can never match: `first` come before it/,
    fix: "lifecycle: retired",
  },
  {
    rule: "R07",
    about: "intendedGaps",
    passes: [],
    fails: [["[plan], risks: [low, medium]", "[plan], risks: [low]"]],
    pointer: "/intendedGaps",
    line: "schema:",
    message: /^no route takes these requests/,
    fix: 'intendedGaps: [{ intents: [plan], risks: [medium], reason: "no route is meant" }]',
  },
  {
    rule: "R08",
    about: "first",
    passes: withLimit("latencyMax: 4s", "latencyMax: 2s"),
    fails: withLimit("latencyMax: 4s", "latencyMax: 1999ms"),
    pointer: "/routes/0/candidates",
    line: "candidates:",
    message: /^route `first` never takes `beta\/large`, whatever is asked/,
    fix: "candidates: [alpha/small]",
  },
  {
    rule: "R10",
    about: "alpha/trial",
    passes: [TRIAL],
    fails: [
      TRIAL,
      [
        "low: [experimental, managed], medium: [managed]",
        "low: [managed], medium: [managed, experimental]",
      ],
    ],
    pointer: "/envelope/lifecycles/low",
    line: "lifecycles:",
    message: /^risk `medium` reaches `alpha\/trial`, which `low` may not/,
    fix: "medium: [managed]",
  },
  {
    rule: "R11",
    about: "eu",
    passes: [],
    fails: [["residency: { eu: [eu] }", "residency: {}"]],
    pointer: "/envelope/residency",
    line: "residency:",
    message: /^requests of residency `eu` can reach region `eu`, for the envelope does not bind it/,
    fix: "eu: [eu]",
  },
  {
    rule: "R12",
    about: "first",
    passes: [["capabilities: [] # of first", "capabilities: [tools]"]],
    fails: [["capabilities: [] # of first", "capabilities: [vision]"]],
    pointer: "/routes/0/candidates",
    line: "candidates:",
    message: /^route `first` takes these nominal requests and has no eligible endpoint/,
    fix: "candidates: [alpha/small, beta/large, beta/eyes]",
  },
  {
    rule: "R13",
    about: "alpha/trial",
    passes: [TRIAL],
    fails: [TRIAL, ["medium: [managed]", "medium: [managed, experimental]"]],
    pointer: "/envelope/lifecycles/medium",
    line: "lifecycles:",
    message: /^experimental `alpha\/trial` can serve requests of risk `medium`/,
    fix: "medium: [managed]",
  },
  {
    rule: "R22",
    about: "first",
    passes: [],
    fails: [["candidates: [alpha/small, beta/large] # of first", "candidates: [alpha/small]"]],
    pointer: "/routes/0/candidates",
    line: "candidates:",
    message: /^all endpoints of route `first` for these nominal requests are of one provider/,
    fix: "candidates: [alpha/small, beta/eyes]",
  },
  {
    rule: "R23",
    about: "first",
    passes: withLimit("latencyMax: 4s", "latencyMax: 3s"),
    fails: withLimit("latencyMax: 4s", "latencyMax: 2999ms"),
    pointer: "/routes/0/limits/latencyMax",
    line: "latencyMax: 2999ms",
    message: /^route `first`: after a timeout of the first call no other provider fits in 2999 ms/,
    fix: "latencyMax: 3000ms",
  },
  {
    rule: "R25",
    about: "first",
    passes: withLimit("costPerTaskMax: $0.05", "costPerTaskMax: $0.000653"),
    fails: withLimit("costPerTaskMax: $0.05", "costPerTaskMax: $0.000652"),
    pointer: "/routes/0/limits/costPerTaskMax",
    line: "costPerTaskMax: $0.000652",
    message: /^`costPerTaskMax` of route `first` is below 653 micro-dollars, which its cheapest/,
    fix: "costPerTaskMax: $0.000653",
  },
  {
    rule: "R26",
    about: "first",
    passes: withLimit("qualityFloor: 0.80", "qualityFloor: 0.86"),
    fails: [],
    pointer: "/routes/0/limits/qualityFloor",
    line: "qualityFloor: 0.80",
    message: /^limits of route `first` without effect: `qualityFloor` 0\.8;/,
    fix: 'suppress: [{ rule: R26, about: first, reason: "wanted so", expires: 2027-02-23 }]',
  },
  {
    rule: "R30",
    about: "second",
    passes: [],
    fails: [["    escalate:", "    order: [tier-desc, model, region]\n    escalate:"]],
    pointer: "/routes/1/escalate/to",
    line: "escalate:",
    message: /^route `second` escalates to the next tier, and none of its endpoints/,
    fix: "to: next-candidate",
  },
  {
    rule: "R36",
    about: "first",
    passes: withLimit("costPerTaskMax: $0.05", "costPerTaskMax: $0.024219"),
    fails: withLimit("costPerTaskMax: $0.05", "costPerTaskMax: $0.024218"),
    pointer: "/routes/0/limits/costPerTaskMax",
    line: "costPerTaskMax: $0.024218",
    message: /^all attempts of one request of route `first` can cost 24219 micro-dollars/,
    fix: "costPerTaskMax: $0.024219",
  },
];

test.each(CASES)("$rule tells a failing policy from the nearest that passes", (one) => {
  const text = edited(one.fails);
  const [finding, ...others] = found(one, text);

  expect(found(one, edited(one.passes))).toEqual([]);
  expect(finding).toMatchObject({ pointer: one.pointer, fix: one.fix });
  expect(finding?.message).toMatch(one.message);
  expect(text.split("\n")[(finding?.position?.line ?? 0) - 1]).toContain(one.line);
  for (const other of others) expect(other.fix).toBe(one.fix);
});

test.each(CASES)("the fix of $rule, pasted, is accepted", (one) => {
  const text = edited(one.fails);
  const [finding] = found(one, text);

  expect(finding).toBeDefined();
  expect(finding && found(one, pasted(text, finding))).toEqual([]);
});
