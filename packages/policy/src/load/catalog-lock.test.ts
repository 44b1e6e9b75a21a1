import * as fc from "fast-check";
import { expect, test } from "vitest";
import { issuesOfRun, shippedCatalog, shippedLock, shippedSource } from "./arbitraries.ts";
import {
  makeCatalogLock,
  parseCatalogLock,
  type CatalogRegistry,
  type ModelFacts,
} from "./catalog-lock.ts";

const price = {
  inputTokensFrom: 0,
  inputMicroUsdPerMTok: 2_000_000,
  cachedInputMicroUsdPerMTok: 200_000,
  cacheWriteMicroUsdPerMTok: 2_000_000,
  outputMicroUsdPerMTok: 10_000_000,
};
const facts: ModelFacts = { prices: [{ from: null, tiers: [price] }] };

const aRegistry = (known: (provider: string, wireName: string) => boolean): CatalogRegistry => ({
  source: "registry@1",
  facts: (provider, wireName) => (known(provider, wireName) ? facts : undefined),
});

test("every model that is one on the wire is looked up by provider and wire name", () => {
  const asked: string[] = [];
  const registry = aRegistry((provider, wireName) => {
    asked.push(`${provider}/${wireName}`);
    return provider !== "ollama";
  });

  const lock = makeCatalogLock(shippedCatalog().document, registry);

  expect(asked).toContain("mistral/mistral-large-2512");
  expect(asked.filter((name) => name.startsWith("openai/gpt-6-sol"))).toEqual(["openai/gpt-6-sol"]);
  expect(Object.keys(lock.models)).not.toContain("ollama/qwen3");
  expect(lock).toMatchObject({ asOf: "2026-11-24", source: "registry@1" });
});

test("the same catalogue gives the same file, whatever the order of its models", () => {
  const { document } = shippedCatalog();
  const names = Object.keys(document.models);
  const registry = aRegistry(() => true);
  const expected = JSON.stringify(makeCatalogLock(document, registry));
  fc.assert(
    fc.property(fc.shuffledSubarray(names, { minLength: names.length }), (order) => {
      const models = Object.fromEntries(order.map((name) => [name, document.models[name] ?? {}]));

      expect(JSON.stringify(makeCatalogLock({ ...document, models }, registry))).toBe(expected);
    }),
    { numRuns: 20 },
  );
});

test("a lock survives being written and read", () => {
  const lock = makeCatalogLock(
    shippedCatalog().document,
    aRegistry(() => true),
  );

  expect(parseCatalogLock(JSON.stringify(lock), "catalog.lock.json")).toEqual(lock);
});

test("the shipped lock knows every hosted model, and the price that begins next year", () => {
  const lock = shippedLock();

  expect(lock.models["google/gemini-3.8-flash"]?.prices.map(({ from }) => from)).toEqual([
    null,
    "2027-01-01",
  ]);
  expect(lock.models["openai/gpt-6-sol"]?.prices[0]?.tiers).toMatchObject([
    { inputTokensFrom: 0, inputMicroUsdPerMTok: 2_000_000, outputMicroUsdPerMTok: 10_000_000 },
    {
      inputTokensFrom: 272_001,
      inputMicroUsdPerMTok: 4_000_000,
      outputMicroUsdPerMTok: 15_000_000,
    },
  ]);
  expect(Object.keys(lock.models)).toHaveLength(8);
});

test.each([
  ["text", "{", ": this is not valid JSON; make it anew with `switchyard catalog refresh`"],
  [
    "another schema",
    { schema: "x" },
    "/schema: `x` does not fit; write switchyard/catalog-lock/v1",
  ],
  [
    "an unknown key",
    { extra: 1 },
    "/extra: `extra` is not a key of the document; write one of schema, asOf, source or models",
  ],
  [
    "no price",
    { models: { "a/b": { prices: [] } } },
    "/models/a~1b/prices: the list has 0 entries; write at least 1",
  ],
  [
    "a first price with a date",
    { models: { "a/b": { prices: [{ from: "2026-01-01", tiers: [price] }] } } },
    "/models/a~1b/prices: a list does not fit; write prices ascending by date, the first from null",
  ],
  [
    "a first tier above zero",
    { models: { "a/b": { prices: [{ from: null, tiers: [{ ...price, inputTokensFrom: 5 }] }] } } },
    "/models/a~1b/prices/0/tiers: a list does not fit; write tiers ascending by inputTokensFrom, the first from 0",
  ],
  [
    "a price below zero",
    {
      models: {
        "a/b": { prices: [{ from: null, tiers: [{ ...price, outputMicroUsdPerMTok: -1 }] }] },
      },
    },
    "/models/a~1b/prices/0/tiers/0/outputMicroUsdPerMTok: `-1` is out of range; write at least 0",
  ],
])("a lock with %s is refused", (_what, broken, expected) => {
  const whole: object = JSON.parse(shippedSource("catalog.lock.json").text);
  const text = typeof broken === "string" ? broken : JSON.stringify({ ...whole, ...broken });

  expect(issuesOfRun(() => parseCatalogLock(text, "catalog.lock.json"))).toEqual([expected]);
});

test("a reserved name in a lock is refused", () => {
  const text =
    '{"schema":"switchyard/catalog-lock/v1","asOf":"2026-11-24","source":"x","models":{"__proto__":{}}}';

  expect(issuesOfRun(() => parseCatalogLock(text, "x"))[0]).toContain("`__proto__` is reserved");
});
