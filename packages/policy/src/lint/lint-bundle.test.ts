import { expect, test } from "vitest";
import { plan } from "../plan/plan.ts";
import {
  issuesOfRun,
  shippedCatalog,
  shippedLock,
  shippedSource,
  shippedWith,
  type Edit,
} from "../load/arbitraries.ts";
import { createBundle, type LoadedBundle } from "../load/create-bundle.ts";
import { loadCatalog } from "../load/load-catalog.ts";
import { loadPolicy } from "../load/load-policy.ts";
import { lintBundle } from "./lint-bundle.ts";
import type { LintFinding } from "./lint-finding.ts";

const NOW = Date.parse("2026-11-25T08:00:00Z");

const withPolicy = (...edits: readonly Edit[]): LoadedBundle =>
  createBundle(loadPolicy(shippedWith("policy.yaml", ...edits)), shippedCatalog());
const withCatalog = (...edits: readonly Edit[]): LoadedBundle =>
  createBundle(
    loadPolicy(shippedSource("policy.yaml")),
    loadCatalog(shippedWith("catalog.yaml", ...edits), shippedLock()),
  );
const lint = (loaded: LoadedBundle, epochMs = NOW): readonly LintFinding[] =>
  lintBundle(loaded, { epochMs });

/** What an edit adds to the findings of the shipped example. */
function added(loaded: LoadedBundle, epochMs = NOW): readonly LintFinding[] {
  const usual = new Set(lint(withPolicy()).map(({ message }) => message));
  return lint(loaded, epochMs).filter(({ message }) => !usual.has(message));
}

const anException = { id: "a", routes: [], residencies: [], lose: [], reason: "r" };

test.each(["policy.yaml", "starter.yaml", "founding.yaml"])("%s has no error", (file) => {
  const loaded = createBundle(loadPolicy(shippedSource(file)), shippedCatalog());

  expect(lint(loaded).filter(({ severity }) => severity === "error")).toEqual([]);
});

test("every finding has a place, what it is about and a fix to paste", () => {
  const loaded = createBundle(loadPolicy(shippedSource("policy.yaml")), shippedCatalog());

  const findings = lint(loaded);
  expect(findings.length).toBeGreaterThan(0);
  for (const { position, about, fix } of findings) {
    expect(position?.line).toBeGreaterThan(1);
    expect(about).not.toBe("");
    expect(fix).not.toBe("");
  }
});

test.each<readonly [string, string, readonly Edit[], string]>([
  ["R06", "/routes/2/fallback", [["/routes/2/fallback", "quick"]], "fallback: none"],
  [
    "R09",
    "/routes/3/limits/qualityFloor",
    [
      ["/routes/2/fallback", "quick"],
      ["/routes/3/match/intents", ["faq", "summarize", "extract"]],
    ],
    "qualityFloor: 0.91",
  ],
  ["R14", "/ladder/summary/tierDown", [["/ladder/summary/tierDown", 0]], "tierDown: 1"],
  [
    "R14",
    "/ladder/summary/outputTokensMax",
    [["/ladder/constrained/outputTokensMax", 100]],
    "outputTokensMax: 100",
  ],
  ["R16", "/routes/0/ladder", [["/routes/0/ladder", ["full"]]], "ladder: [full, static]"],
  [
    "R17",
    "/routes/2/fallback",
    [
      ["/routes/2/fallback", "quick"],
      ["/routes/3/match/intents", ["faq", "extract"]],
      ["/routes/3/lifecycle", "retired"],
      ["/routes/3/limits/qualityFloor", 0.91],
    ],
    "fallback: none",
  ],
  [
    "R24",
    "/defaults/attempts/max",
    [["/defaults/attempts", { max: 1, perEndpoint: 1, retryOn: [] }]],
    "max: 2",
  ],
  [
    "R27",
    "/routes/3/quota/requestsPerMinute",
    [
      ["/routes/2/fallback", "quick"],
      ["/routes/3/match/intents", ["faq", "extract"]],
      ["/routes/3/limits/qualityFloor", 0.91],
      ["/routes/3/quota", { requestsPerMinute: 1199, concurrencyMax: 100 }],
    ],
    "requestsPerMinute: 1200",
  ],
  ["R28", "/budgets/2/scope", [["/budgets/2/scope", { provider: "ollama" }]], "scope: all"],
  [
    "R29",
    "/contingency/accept/0/expires",
    [["/contingency/accept", [{ ...anException, expires: "2026-12-25" }]]],
    "expires: 2027-02-01",
  ],
  [
    "R31",
    "/routes/3/order",
    [["/routes/3/order", ["tier-desc", "model"]]],
    "order: [tier-desc, model, region]",
  ],
])("%s is found at %s", (rule, pointer, edits, fix) => {
  const found = added(withPolicy(...edits)).filter((finding) => finding.rule === rule);

  expect(found.map((finding) => [finding.pointer, finding.fix])).toEqual([[pointer, fix]]);
});

test.each<readonly [string, string, readonly Edit[]]>([
  [
    "R15",
    "catalog:/models/google~1gemini-3.8-flash/tier",
    [
      [
        "/models/google~1gemini-3.8-flash/price",
        { inputPerMTok: "$0.001", outputPerMTok: "$0.001" },
      ],
    ],
  ],
  [
    "R17",
    "catalog:/models/openai~1gpt-6-luna/lifecycle",
    [["/models/openai~1gpt-6-luna/sunset", "2026-11-25"]],
  ],
  [
    "R18",
    "catalog:/models/openai~1gpt-6-luna/lifecycle",
    [["/models/openai~1gpt-6-luna/sunset", "2026-11-26"]],
  ],
  ["R19", "/routes/2/candidates/0", [["/quality/scores/extract/openai~1gpt-6-luna", undefined]]],
  ["R20", "catalog:/asOf", [["/asOf", "2026-08-26"]]],
])("%s is found at %s of the catalogue", (rule, pointer, edits) => {
  const found = added(withCatalog(...edits)).filter((finding) => finding.rule === rule);

  expect(found.map((finding) => finding.pointer)).toEqual([pointer]);
});

test("a catalogue of ninety days and an exception with a month left are not yet mentioned", () => {
  expect(added(withCatalog(["/asOf", "2026-08-27"]))).toEqual([]);
  const accept = [{ ...anException, expires: "2026-12-26" }];
  expect(added(withPolicy(["/contingency/accept", accept]))).toEqual([]);
});

test("a raised floor with a lower fallback is an error whose witness shows a worse first choice", () => {
  const withFloor = (floor: number): LoadedBundle =>
    withPolicy(
      ["/routes/2/limits", { latencyMax: "1s", qualityFloor: floor, costPerTaskMax: "$0.05" }],
      ["/routes/2/limits/latencyMax", "2s"],
      ["/routes/2/fallback", "quick"],
      ["/routes/3/match/intents", ["faq", "extract"]],
      ["/routes/3/limits/qualityFloor", 0.8],
    );
  const [before, after] = [withFloor(0.91), withFloor(0.99)];
  const witness = added(after).find(({ rule }) => rule === "R09")?.witness;

  expect(witness).toMatchObject({ intent: "extract", risk: "low", slaMs: 2000 });
  const firstVia = (loaded: LoadedBundle): string | undefined =>
    witness && plan(loaded.bundle, witness, NOW).rungs[0]?.endpoints[0]?.via;
  expect([firstVia(before), firstVia(after)]).toEqual(["extraction", "quick"]);
});

test("a fallback of a fallback counts where the one between takes something else", () => {
  const loaded = withPolicy(
    ["/routes/2/fallback", "planning"],
    ["/routes/1/fallback", "quick"],
    ["/routes/3/match/intents", ["faq", "extract"]],
  );

  const found = added(loaded).filter(({ rule }) => rule === "R09");
  expect(found.map(({ about }) => about)).toEqual(["extraction"]);
});

test("a suppressed finding stays in the list, with the reason, until its last day", () => {
  const entry = { rule: "R16", about: "regulated", reason: "an error is wanted here" };
  const loaded = withPolicy(
    ["/routes/0/ladder", ["full"]],
    ["/suppress", [{ ...entry, expires: "2027-01-31" }]],
  );
  const find = (epochMs: number): LintFinding | undefined =>
    lint(loaded, epochMs).find(({ rule }) => rule === "R16");

  expect(find(Date.parse("2027-01-31T23:00:00Z"))?.suppressed).toEqual({
    reason: entry.reason,
    expires: "2027-01-31",
  });
  const later = Date.parse("2027-02-01T00:00:00Z");
  expect(find(later)).not.toHaveProperty("suppressed");
  expect(lint(loaded, later).map(({ rule, pointer }) => `${rule} ${pointer}`)).toContain(
    "R29 /suppress/0/expires",
  );
});

test("a suppression of nothing is a finding, and none of them reaches the hash", () => {
  const entry = { rule: "R16", about: "regulatd", reason: "r", expires: "2027-01-31" };
  const loaded = withPolicy(["/suppress", [entry]]);

  expect(added(loaded).map(({ rule, pointer }) => `${rule} ${pointer}`)).toEqual([
    "R35 /suppress/0",
  ]);
  expect(loaded.bundle.hash).toBe(withPolicy().bundle.hash);
});

test("a suppression without a reason or an end is a mistake", () => {
  const entry = { rule: "R16", about: "regulated" };

  expect(issuesOfRun(() => withPolicy(["/suppress", [entry]]))).toHaveLength(2);
});

test("violations found elsewhere join the list and may be suppressed", () => {
  const rule = { id: "R07", severity: "error", summary: "s", explanation: "e" } as const;
  const finding = {
    document: "policy",
    path: ["routes"],
    about: "faq/high",
    message: "m",
    fix: "f",
  } as const;
  const suppress = [{ rule: "R07", about: "faq/high", reason: "r", expires: "2027-01-31" }];
  const options = { epochMs: NOW, violations: [{ rule, finding }] };

  expect(lintBundle(withPolicy(), options)[0]).toMatchObject({ rule: "R07", pointer: "/routes" });
  expect(lintBundle(withPolicy(["/suppress", suppress]), options)[0]).toHaveProperty("suppressed");
});
