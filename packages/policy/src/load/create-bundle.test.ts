import { definePolicy } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parse, stringify } from "yaml";
import {
  issuesOfRun,
  shippedCatalog,
  shippedLock,
  shippedSource,
  shippedWith,
  type Edit,
} from "./arbitraries.ts";
import { createBundle, type LoadedBundle } from "./create-bundle.ts";
import { hashBundle } from "./hash-bundle.ts";
import { loadCatalog } from "./load-catalog.ts";
import { loadPolicy } from "./load-policy.ts";

const catalog = shippedCatalog();
const bundleOf = (text: string, file = "policy.yaml"): LoadedBundle =>
  createBundle(loadPolicy({ text, file }), catalog);
const withPolicy = (...edits: readonly Edit[]): LoadedBundle =>
  createBundle(loadPolicy(shippedWith("policy.yaml", ...edits)), catalog);
const withCatalog = (...edits: readonly Edit[]): LoadedBundle =>
  createBundle(
    loadPolicy(shippedSource("policy.yaml")),
    loadCatalog(shippedWith("catalog.yaml", ...edits), shippedLock()),
  );
const messagesOf = ({ warnings }: LoadedBundle): readonly string[] =>
  warnings.map(({ pointer, message }) => `${pointer}: ${message}`);

const starter = shippedSource("starter.yaml").text;
const starterHash = bundleOf(starter).bundle.hash;
const hashes: Readonly<Record<string, string>> = {
  "starter.yaml": starterHash,
  "policy.yaml": bundleOf(shippedSource("policy.yaml").text).bundle.hash,
};

/** The same document with its keys in another order. */
function reordered(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((entry) => reordered(entry, seed));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, entry]) => [key, reordered(entry, seed)]);
  return Object.fromEntries(
    seed % 2 === 0 ? entries.toReversed() : [...entries.slice(1), entries[0] ?? []],
  );
}

test("the hash is 64 hex digits", () => {
  expect(starterHash).toMatch(/^[0-9a-f]{64}$/);
});

test("the order of a policy's own keys does not reach the hash", () => {
  const { policy } = loadPolicy(shippedSource("policy.yaml"));
  const { name, ...rest } = policy;

  expect(hashBundle({ ...rest, name }, catalog.catalog)).toBe(hashBundle(policy, catalog.catalog));
});

test("comments, layout, quotes and the order of keys leave the hash as it is", () => {
  const aSpelling = fc.record({
    file: fc.constantFrom("starter.yaml", "policy.yaml"),
    seed: fc.nat(),
    indent: fc.integer({ min: 2, max: 6 }),
    flow: fc.constantFrom<"flow" | "block" | "any">("flow", "block", "any"),
    quotes: fc.constantFrom<"PLAIN" | "QUOTE_DOUBLE">("PLAIN", "QUOTE_DOUBLE"),
    comment: fc.stringMatching(/^[a-z :{[-]{0,20}$/),
  });
  fc.assert(
    fc.property(aSpelling, ({ file, seed, indent, flow, quotes, comment }) => {
      const text = stringify(reordered(parse(shippedSource(file).text), seed), {
        indent,
        collectionStyle: flow,
        defaultStringType: quotes,
        defaultKeyType: "PLAIN",
      });

      const spelled = bundleOf(`# ${comment}\n${text}\n# ${comment}\n`);
      expect(spelled.bundle.hash).toBe(hashes[file]);
    }),
    { numRuns: 30 },
  );
});

test("a quantity in another spelling is the same quantity", () => {
  const respelled = starter.replace("15s", "15000ms").replace("$50", "$50.000000");

  expect(respelled).not.toBe(starter);
  expect(bundleOf(respelled).bundle.hash).toBe(starterHash);
});

test("a preset written out is the same policy as the preset named", () => {
  const { document } = loadPolicy(shippedSource("starter.yaml"));

  expect(createBundle(loadPolicy(document), catalog).bundle.hash).toBe(starterHash);
});

test("a policy made in code is the same policy as the YAML one", () => {
  const policy = definePolicy({
    schema: "switchyard/policy/v1",
    name: "my-app",
    extends: "builtin/starter@1",
    domains: { intents: ["faq", "summarize", "plan-workflow"], risks: ["low"] },
    routes: [
      {
        id: "fast",
        match: { intents: ["faq", "summarize"], risks: ["low"] },
        candidates: ["openai/gpt-6-luna", "ollama/qwen3"],
        limits: { latencyMax: "2s", qualityFloor: "unmeasured" },
      },
      {
        id: "rest",
        match: { intents: ["plan-workflow"], risks: ["low"] },
        candidates: ["openai/gpt-6-sol"],
        limits: { latencyMax: "15s", qualityFloor: "unmeasured" },
      },
    ],
    budgets: [{ id: "day", cap: "$50" }],
  });

  expect(createBundle(loadPolicy(policy), catalog).bundle.hash).toBe(starterHash);
});

test.each<readonly [string, readonly Edit[]]>([
  ["a limit", [["/routes/3/limits/latencyMax", "5s"]]],
  [
    "the order of routes' candidates",
    [["/routes/4/candidates", ["anthropic/claude-sonnet-5", "google/gemini-3.8-flash"]]],
  ],
  ["a default", [["/defaults/breaker/openFor", "16s"]]],
  ["the static text", [["/ladder/static/text", "Later."]]],
])("a change of %s changes the hash", (_what, edits) => {
  expect(withPolicy(...edits).bundle.hash).not.toBe(withPolicy().bundle.hash);
});

test.each<readonly [string, Edit]>([
  ["a score", ["/quality/scores/faq/openai~1gpt-6-luna", 0.91]],
  ["a price", ["/models/ollama~1qwen3/price/inputPerMTok", "$0.23"]],
  ["an endpoint", ["/providers/mistral/endpoints/eu/concurrencyMax", 65]],
])("a change of %s in the catalogue changes the hash", (_what, edit) => {
  expect(withCatalog(edit).bundle.hash).not.toBe(withCatalog().bundle.hash);
});

test.each<readonly [Edit, string]>([
  [
    ["/routes/1/candidates/0", "openai/gpt-6-slo"],
    "/routes/1/candidates/0: no model of the catalogue is named `openai/gpt-6-slo`; did you mean `openai/gpt-6-sol`?",
  ],
  [
    ["/envelope/denyProviders/high", ["gogle"]],
    "/envelope/denyProviders/high/0: no provider is named `gogle`; did you mean `google`?",
  ],
  [
    ["/envelope/residency/eu", ["europe"]],
    "/envelope/residency/eu/0: no region of the catalogue is named `europe`; write eu, local or us",
  ],
  [
    ["/budgets/2/scope/provider", "opnai"],
    "/budgets/2/scope/provider: no provider is named `opnai`; did you mean `openai`?",
  ],
  [
    ["/budgets/0/scope", { model: "openai/gpt-6-lun" }],
    "/budgets/0/scope/model: no model of the catalogue is named `openai/gpt-6-lun`; did you mean `openai/gpt-6-luna`?",
  ],
  [
    [
      "/contingency/accept",
      [
        {
          id: "a",
          routes: [],
          residencies: [],
          lose: ["provider/region:openai/ue"],
          reason: "r",
          expires: "2027-01-31",
        },
      ],
    ],
    "/contingency/accept/0/lose/0: no provider/region is named `openai/ue`; did you mean `openai/us`?",
  ],
])("%j names something that the catalogue does not have", (edit, expected) => {
  expect(issuesOfRun(() => withPolicy(edit))).toEqual([expected]);
});

test.each<readonly [Edit, string]>([
  [
    ["/models/openai~1gpt-6-luna/tier", "smal"],
    "catalog:/models/openai~1gpt-6-luna/tier: no tier of the policy is named `smal`; did you mean `small`?",
  ],
  [
    ["/models/openai~1gpt-6-luna/approvedRisk", "hihg"],
    "catalog:/models/openai~1gpt-6-luna/approvedRisk: no risk class of the policy is named `hihg`; did you mean `high`?",
  ],
])("%j is not on a scale of the policy", (edit, expected) => {
  expect(issuesOfRun(() => withCatalog(edit))).toEqual([expected]);
});

test("a model that the policy never calls may be on other scales", () => {
  expect(issuesOfRun(() => withCatalog(["/models/ollama~1qwen3/tier", "tiny"]))).toEqual([]);
});

test("mistakes of the catalogue are told with the catalogue's lines", () => {
  const source = shippedWith("catalog.yaml", ["/models/openai~1gpt-6-luna/tier", "smal"]);
  const load = (): unknown =>
    createBundle(loadPolicy(shippedSource("policy.yaml")), loadCatalog(source, shippedLock()));

  expect(load).toThrow(/catalog\.yaml:1:\d+ catalog:\/models/);
});

test("the shipped example has one warning: a deprecated model that it uses on purpose", () => {
  expect(messagesOf(withPolicy())).toEqual([
    "catalog:/models/google~1gemini-3.5-flash-lite/lifecycle: `google/gemini-3.5-flash-lite` is deprecated and ends on 2027-03-31, in 127 days, used by quick; it is replaced by `google/gemini-3.8-flash`",
  ]);
});

test.each<readonly [Edit, string]>([
  [
    ["/models/openai~1gpt-6-luna/lifecycle", "retired"],
    "`openai/gpt-6-luna` is retired and never called, used by extraction, quick",
  ],
  [
    ["/models/openai~1gpt-6-luna/sunset", "2026-11-24"],
    "`openai/gpt-6-luna` is no longer served since 2026-11-24, used by extraction, quick",
  ],
  [
    ["/models/openai~1gpt-6-luna/lifecycle", "deprecated"],
    "`openai/gpt-6-luna` is deprecated, used by extraction, quick",
  ],
  [
    ["/quality/scores/extract/openai~1gpt-6-luna", undefined],
    "/routes/2/candidates/0: `openai/gpt-6-luna` has no score for extract, so route `extraction` never takes it there; add them to `quality.scores`",
  ],
  [
    ["/quality/scores/judge/google~1gemini-3.8-flash", undefined],
    "/routes/4/candidates/0: `google/gemini-3.8-flash` has no score for judge",
  ],
])("%j is a warning", (edit, expected) => {
  expect(messagesOf(withCatalog(edit)).join("\n")).toContain(expected);
});

test("scores under a misspelled intent are found", () => {
  const scores = { "openai/gpt-6-luna": 0.9 };
  const bundle = withCatalog(
    ["/quality/scores/extract", undefined],
    ["/quality/scores/extrct", scores],
  );

  expect(messagesOf(bundle).join("\n")).toContain("scores exist for `extrct`");
});

test("an exception that ended before the catalogue's date is a warning", () => {
  const accepted = {
    id: "a",
    routes: [],
    residencies: [],
    lose: [],
    reason: "r",
    expires: "2026-11-23",
  };

  expect(messagesOf(withPolicy(["/contingency/accept", [accepted]])).join("\n")).toContain(
    "the accepted loss `a` expired on 2026-11-23, before 2026-11-24",
  );
});

test("an exception holds on its last day", () => {
  const accepted = { id: "a", routes: [], residencies: [], lose: [], reason: "r" };
  const bundle = withPolicy(["/contingency/accept", [{ ...accepted, expires: "2026-11-24" }]]);

  expect(messagesOf(bundle).join("\n")).not.toContain("expired");
});

test("approvals are placed on the policy's scale, so that a policy may know fewer classes", () => {
  const { bundle } = bundleOf(starter);

  expect(bundle.catalog.models["openai/gpt-6-sol"]?.approvedRisk).toBe("low");
});
