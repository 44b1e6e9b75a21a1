import { expect, test } from "vitest";
import {
  issuesOfRun,
  shippedCatalog,
  shippedLock,
  shippedSource,
  shippedWith,
  type Edit,
} from "./arbitraries.ts";
import { loadCatalog } from "./load-catalog.ts";

const SOL = "/models/openai~1gpt-6-sol";
const LOW = "/models/openai~1gpt-6-sol@low";
const HAIKU = "/models/anthropic~1claude-haiku-4-5";
const QWEN = "/models/ollama~1qwen3";

const issuesWith = (...edits: readonly Edit[]): readonly string[] =>
  issuesOfRun(() => loadCatalog(shippedWith("catalog.yaml", ...edits), shippedLock()));

test("a model is complete: stated facts, locked prices, regions of its provider", () => {
  const { catalog } = shippedCatalog();

  expect(catalog.models["openai/gpt-6-sol"]).toEqual({
    id: "openai/gpt-6-sol",
    provider: "openai",
    wireName: "gpt-6-sol",
    tier: "premium",
    lifecycle: "managed",
    approvedRisk: "high",
    contextTokens: 1_050_000,
    capabilities: ["structured-output", "tools", "vision"],
    latency: { firstTokenMsP50: 900, msP50: 3200, msP95: 7000, outputTokensPerSecond: 80 },
    successRate: 0.96,
    prices: shippedLock().models["openai/gpt-6-sol"]?.prices,
    regions: ["eu", "us"],
  });
});

test("a variant takes over what it does not name, its name on the wire too", () => {
  const { catalog } = shippedCatalog();
  const base = catalog.models["openai/gpt-6-sol"];

  expect(catalog.models["openai/gpt-6-sol@low"]).toEqual({
    ...base,
    id: "openai/gpt-6-sol@low",
    reasoningEffort: "low",
    tier: "medium",
    latency: { firstTokenMsP50: 600, msP50: 1900, msP95: 4000, outputTokensPerSecond: 90 },
    successRate: 0.94,
  });
});

const TUNED = { inputPerMTok: "$0.20", outputPerMTok: "$1" };

test("a variant that is another model on the wire is not priced like the one it varies", () => {
  const tuned = { of: "openai/gpt-6-luna", wireName: "luna-ft" };

  expect(issuesWith(["/models/openai~1fast", tuned])).toEqual([
    "/models/openai~1fast: model `openai/fast` has no price; state `price:` in the catalogue, or run `switchyard catalog refresh` to write catalog.lock.json",
  ]);
  expect(issuesWith(["/models/openai~1fast", { ...tuned, price: TUNED }])).toEqual([]);
});

test.each<readonly [string, readonly Edit[], string]>([
  ["its model's", [["/models/openai~1fast", { of: "openai/gpt-6-luna" }]], "gpt-6-luna"],
  [
    "its own",
    [["/models/openai~1fast", { of: "openai/gpt-6-luna", wireName: "luna-ft", price: TUNED }]],
    "luna-ft",
  ],
  [
    "the name that its model states",
    [
      ["/models/openai~1fast", { of: "openai/gpt-6-luna" }],
      ["/models/openai~1gpt-6-luna/wireName", "gpt-6-luna-2026-11-01"],
    ],
    "gpt-6-luna-2026-11-01",
  ],
])("the name of a variant on the wire is %s", (_which, edits, expected) => {
  const { catalog } = loadCatalog(shippedWith("catalog.yaml", ...edits), shippedLock());

  expect(catalog.models["openai/fast"]?.wireName).toBe(expected);
});

test("a stated price wins over the lock, and caches cost what input costs", () => {
  const price = { inputPerMTok: "$1.50", outputPerMTok: "$6" };
  const source = shippedWith("catalog.yaml", [`${SOL}/price`, price]);

  const { catalog } = loadCatalog(source, shippedLock());

  expect(catalog.models["openai/gpt-6-sol"]?.prices).toEqual([
    {
      from: null,
      tiers: [
        {
          inputTokensFrom: 0,
          inputMicroUsdPerMTok: 1_500_000,
          cachedInputMicroUsdPerMTok: 1_500_000,
          cacheWriteMicroUsdPerMTok: 1_500_000,
          outputMicroUsdPerMTok: 6_000_000,
        },
      ],
    },
  ]);
});

test("an unknown price is an error with a way out, never zero", () => {
  const issues = issuesOfRun(() => loadCatalog(shippedSource("catalog.yaml")));

  expect(issues).toContain(
    "/models/openai~1gpt-6-sol: model `openai/gpt-6-sol` has no price; state `price:` in the catalogue, or run `switchyard catalog refresh` to write catalog.lock.json",
  );
  // Every model but the self-hosted one, which states its rent.
  expect(issues).toHaveLength(9);
});

test("what only the operator knows is asked of the operator", () => {
  expect(issuesWith([`${QWEN}/tier`, undefined], [`${QWEN}/latency`, undefined])).toEqual([
    "/models/ollama~1qwen3: model `ollama/qwen3` has no tier and latency; state it in the catalogue",
  ]);
});

test("a lock entry without a model is a warning", () => {
  const lock = shippedLock();
  const { prices = [] } = lock.models["openai/gpt-6-sol"] ?? {};
  const stray = { ...lock, models: { ...lock.models, "openai/gone": { prices } } };

  const { warnings } = loadCatalog(shippedSource("catalog.yaml"), stray);

  expect(warnings.map(({ message }) => message)).toEqual([
    "catalog.lock.json knows `openai/gone`, the catalogue does not; run `switchyard catalog refresh`",
  ]);
});

test.each<readonly [Edit, string]>([
  [["/asOf", "24.11.2026"], "/asOf: `24.11.2026` does not fit; write a date as YYYY-MM-DD"],
  [
    ["/providers/openai/api", "opnai"],
    "/providers/openai/api: `opnai` does not fit; write one of openai, openai-chat, anthropic, google, openai-compatible or custom; did you mean `openai`?",
  ],
  [
    ["/providers/openai/keys", ["sk-live-1"]],
    "/providers/openai/keys/0: `sk-live-1` does not fit; write the name of an environment variable, such as OPENAI_API_KEY, never a key itself",
  ],
  [
    ["/providers/openai/keys", ["A", "A"]],
    "/providers/openai/keys/1: `A` is in the list twice; keep one",
  ],
  [
    ["/providers/ollama/endpoints/local/baseUrl", undefined],
    "/providers/ollama/endpoints/local: an openai-compatible server has no public URL; write `baseUrl`",
  ],
  [
    ["/providers/google/endpoints/eu/baseUrl", "${gemini}/v1"],
    "/providers/google/endpoints/eu/baseUrl: `${gemini}/v1` has a `$` that names no variable; write a variable as `${NAME}`, of capitals, digits and underscores",
  ],
  [
    ["/providers/google/endpoints/eu/baseUrl", "api.example.com"],
    "/providers/google/endpoints/eu/baseUrl: `api.example.com` is no URL; write one that starts with https://",
  ],
  [
    ["/sharedEdges/cloudflare", ["opnai"]],
    "/sharedEdges/cloudflare/0: no provider is named `opnai`; did you mean `openai`?",
  ],
  [
    ["/models/opnai~1x", { of: "openai/gpt-6-sol" }],
    "/models/opnai~1x: no provider is named `opnai`; did you mean `openai`?",
  ],
  [
    ["/models/openai~1x#y", {}],
    "/models/openai~1x#y: `openai/x#y` cannot be a name here; write a model as provider/model or provider/model@variant",
  ],
  [
    [`${LOW}/of`, undefined],
    `${LOW}: \`openai/gpt-6-sol@low\` does not say what it is a variant of; write \`of: openai/gpt-6-sol\``,
  ],
  [
    [`${LOW}/of`, "openai/gpt-6-slo"],
    `${LOW}/of: no model of the catalogue is named \`openai/gpt-6-slo\`; did you mean \`openai/gpt-6-sol\`?`,
  ],
  [
    [`${LOW}/of`, "mistral/mistral-large-2512"],
    `${LOW}/of: \`mistral/mistral-large-2512\` is another provider's model; a variant has the same provider`,
  ],
  [
    ["/models/openai~1gpt-6-sol@tiny", { of: "openai/gpt-6-sol@low" }],
    "/models/openai~1gpt-6-sol@tiny/of: `openai/gpt-6-sol@low` is a variant itself; write `of: openai/gpt-6-sol`",
  ],
  [
    [`${SOL}/replacedBy`, "openai/gpt-6-sol"],
    `${SOL}/replacedBy: no other model of the catalogue is named \`openai/gpt-6-sol\`; did you mean \`openai/gpt-6-sol@low\`?`,
  ],
  [
    [`${SOL}/regions`, ["ue"]],
    `${SOL}/regions/0: no region of openai is named \`ue\`; did you mean \`us\`?`,
  ],
  [
    [`${SOL}/successRate`, 0],
    `${SOL}/successRate: a model that never succeeds has no cost per success; write a rate above 0`,
  ],
  [
    [`${SOL}/latency/p95`, "1s"],
    `${SOL}/latency/p95: \`1s\` is less than p50, \`3.2s\`; swap them`,
  ],
  [
    [`${SOL}/latency/p50`, "800ms"],
    `${SOL}/latency/p50: \`800ms\` is less than firstTokenP50, \`900ms\`; swap them`,
  ],
  [
    [`${SOL}/capabilities`, ["prefill"]],
    `${SOL}/capabilities: models behind \`api: openai\` go on with no assistant's turn; leave out prefill`,
  ],
  [
    [
      `${HAIKU}@low`,
      {
        of: "anthropic/claude-haiku-4-5",
        settings: { reasoningEffort: "low" },
        capabilities: ["prefill"],
      },
    ],
    `${HAIKU}@low/capabilities: Claude takes no prefill while it thinks; write capabilities without prefill`,
  ],
  [
    [`${QWEN}/price/inputPerMTok`, "$0"],
    `${QWEN}/price/inputPerMTok: nothing is free; for a server of your own write its rent per million tokens`,
  ],
  [
    ["/quality/scores/faq/openai~1gpt-6-lunar", 0.9],
    "/quality/scores/faq/openai~1gpt-6-lunar: no model of the catalogue is named `openai/gpt-6-lunar`; did you mean `openai/gpt-6-luna`?",
  ],
  [
    ["/quality/scores/faq/openai~1gpt-6-luna", 90],
    "/quality/scores/faq/openai~1gpt-6-luna: `90` is out of range; write at most 1",
  ],
])("%j is refused", (edit, expected) => {
  expect(issuesWith(edit)).toContain(expected);
});

test("a provider without a region is reached nowhere", () => {
  expect(
    issuesWith([
      "/providers/idle",
      { api: "custom", keys: [], zeroRetention: true, endpoints: {} },
    ]),
  ).toEqual([
    "/providers/idle/endpoints: provider `idle` is reached nowhere; write a region, as in `us: {}`",
  ]);
});

test("mistakes stand at their lines", () => {
  const { text, file } = shippedSource("catalog.yaml");
  const broken = text.replace("approvedRisk: high #", "aprovedRisk: high #");
  const line = text.slice(0, text.indexOf("approvedRisk: high #")).split("\n").length;

  expect(() => loadCatalog({ text: broken, file }, shippedLock())).toThrow(
    `catalog.yaml:${line}:5 /models/openai~1gpt-6-sol/aprovedRisk: \`aprovedRisk\` is not a key of \`openai/gpt-6-sol\`; did you mean \`approvedRisk\`?`,
  );
});
