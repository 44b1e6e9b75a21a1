import { definePolicy, type PolicyInput } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Document, isMap, isScalar, visit } from "yaml";
import { shippedCatalog } from "./arbitraries.ts";
import { createBundle } from "./create-bundle.ts";
import { loadPolicy } from "./load-policy.ts";

const catalog = shippedCatalog();
const hashOf = (source: Parameters<typeof loadPolicy>[0]): string =>
  createBundle(loadPolicy(source), catalog).bundle.hash;

/** Texts that YAML reads as something else when they are written carelessly. */
const aTrickyText = fc.oneof(
  fc.constantFrom(
    "no",
    "null",
    "~",
    "1.0",
    "0x1F",
    "1e3",
    "# not a comment",
    "a: b",
    "- a",
    "'",
    '"',
  ),
  fc.constantFrom("two\nlines\n", " blanks ", "\ttab", "2026-11-24", "<<", "&a *b !c", "日本 🚂"),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
);
const aDuration = fc.constantFrom("800ms", "2s", "9s", "1m30s", "90s");
const someMoney = fc.constantFrom("$0.05", "$1", "$1.50", "$500");
const aShare = fc.constantFrom("0.5%", "10%", "80%");
const INTENTS = ["faq", "summarize", "plan-workflow"] as const;
const RISKS = ["low", "medium"] as const;
const MODELS = [
  "openai/gpt-6-luna",
  "openai/gpt-6-sol",
  "anthropic/claude-haiku-4-5",
  "mistral/mistral-large-2512",
] as const;

/** A value in some of the documents, and no key at all in the others. */
function maybe<T>(key: string, value: fc.Arbitrary<T>): fc.Arbitrary<Readonly<Record<string, T>>> {
  return fc
    .option(value, { nil: undefined })
    .map((given) => (given === undefined ? {} : { [key]: given }));
}

function someOf<T>(...all: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...all], { minLength: 1 });
}

const aGate = fc.oneof(
  fc.constantFrom("non-empty" as const, "not-refusal" as const, { schema: "request" }),
  fc
    .uniqueArray(aTrickyText, { minLength: 1, maxLength: 3 })
    .map((mustInclude) => ({ mustInclude })),
  fc.constant({
    schema: { type: "object", required: ["a"], properties: { a: { type: "string" } } },
  }),
);

function aRoute(index: number): fc.Arbitrary<PolicyInput["routes"][number]> {
  return fc
    .record({
      match: fc
        .tuple(
          fc.record({ intents: someOf(...INTENTS), risks: someOf(...RISKS) }),
          maybe("slaBelow", aDuration),
        )
        .map(([always, sometimes]) => Object.assign({}, always, sometimes)),
      candidates: someOf(...MODELS),
      latencyMax: aDuration,
      qualityFloor: fc.double({ min: 0, max: 1, noNaN: true }),
      more: fc.tuple(
        maybe(
          "gates",
          fc.uniqueArray(aGate, {
            maxLength: 4,
            selector: (gate) => (typeof gate === "string" ? gate : Object.keys(gate)[0]),
          }),
        ),
        maybe("order", someOf("costPerSuccess", "p95", "model")),
        maybe("deterministic", fc.boolean()),
        maybe("owner", aTrickyText),
        maybe("requires", fc.record({ contextTokensMin: fc.nat({ max: 100_000 }) })),
        maybe("quota", fc.record({ requestsPerMinute: fc.integer({ min: 1, max: 9_000 }) })),
      ),
    })
    .map(({ match, candidates, latencyMax, qualityFloor, more }) => {
      const limits = { latencyMax, qualityFloor };
      return Object.assign({ id: `route-${index}`, match, candidates, limits }, ...more);
    });
}

/** A policy that says what it wants and leaves the rest to the starter. */
function aPolicyInput(): fc.Arbitrary<PolicyInput> {
  return fc
    .record({
      routes: fc
        .integer({ min: 1, max: 4 })
        .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => aRoute(index)))),
      cap: someMoney,
      alerts: fc.constantFrom(["50%"], ["50%", "80%"]),
      failureRate: aShare,
      text: aTrickyText,
      more: fc.tuple(
        maybe("version", fc.integer({ min: 1, max: 99 })),
        maybe("change", aTrickyText),
        maybe("owners", fc.record({ spend: aTrickyText, product: aTrickyText })),
        maybe("envelope", fc.record({ zeroRetention: someOf(...RISKS) })),
      ),
    })
    .map(({ routes, cap, alerts, failureRate, text, more }) =>
      definePolicy<PolicyInput>({
        schema: "switchyard/policy/v1",
        name: "generated",
        extends: "builtin/starter@1",
        domains: { intents: INTENTS, risks: RISKS },
        routes,
        budgets: [{ id: "day", cap, alerts }],
        defaults: { breaker: { failureRate } },
        ladder: { static: { text, retryAfter: "5m" } },
        ...Object.assign({}, ...more),
      }),
    );
}

/** Draws of how one document may be written down. */
interface Spelling {
  readonly order: number;
  readonly flow: boolean;
  readonly quoted: boolean;
  readonly comment: string;
}

const aSpelling: fc.Arbitrary<Spelling> = fc.record({
  order: fc.nat({ max: 0xffff }),
  flow: fc.boolean(),
  quoted: fc.boolean(),
  comment: fc.stringMatching(/^[a-z :{[&*-]{0,20}$/),
});

/** YAML of a document: keys in another order, comments before every key, quotes or none. */
function yamlOf(policy: PolicyInput, { order, flow, quoted, comment }: Spelling): string {
  const document = new Document(policy, { aliasDuplicateObjects: false });
  visit(document, {
    Map: (_key, map) => {
      map.items.sort((a, b) => rankOf(a.key, order) - rankOf(b.key, order));
    },
    Pair: (_key, { key, value }) => {
      if (isScalar(key) && !flow) key.commentBefore = ` ${comment}`;
      if (isMap(value) && flow) value.flow = true;
    },
  });
  document.comment = comment;
  return document.toString({
    defaultStringType: quoted ? "QUOTE_DOUBLE" : "PLAIN",
    defaultKeyType: "PLAIN",
  });
}

/** A number that depends on the name and on `order`, so that each order is another one. */
function rankOf(key: unknown, order: number): number {
  const name = isScalar(key) ? String(key.value) : "";
  return [...name].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) % 65_521, order);
}

test("a policy made in code and its YAML, however it is written, have one hash", () => {
  fc.assert(
    fc.property(aPolicyInput(), aSpelling, (policy, spelling) => {
      expect(hashOf({ text: yamlOf(policy, spelling), file: "policy.yaml" })).toBe(hashOf(policy));
    }),
    { numRuns: 60 },
  );
});

test("a policy with its preset written out has the hash of the one that names it", () => {
  fc.assert(
    fc.property(aPolicyInput(), aSpelling, (policy, spelling) => {
      const { document } = loadPolicy(policy);
      const hash = hashOf(policy);

      expect(hashOf(document)).toBe(hash);
      expect(hashOf({ text: yamlOf(document, spelling), file: "expanded.yaml" })).toBe(hash);
    }),
    { numRuns: 30 },
  );
});
