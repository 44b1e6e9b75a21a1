import { DocumentError } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { anArtefact, anEditOf, hashOf } from "./arbitraries.ts";
import { isIntact } from "./content-hash.ts";
import { readEvalArtefact } from "./eval-artefact.ts";

const read = (text: string): ReturnType<typeof readEvalArtefact> =>
  readEvalArtefact({ text, file: "evals/faq.json" });

/** The messages for a text, without the first line that counts them. */
function mistakesOf(text: string): readonly string[] {
  try {
    read(text);
  } catch (error) {
    if (!DocumentError.isInstance(error)) throw error;
    return error.message.split("\n  ").slice(1);
  }
  return [];
}

test("a sealed artefact reads back intact, however it is laid out", () => {
  const artefact = anArtefact();
  const reordered = Object.fromEntries(Object.entries(artefact).toReversed());

  for (const text of [JSON.stringify(artefact), JSON.stringify(reordered, undefined, 2)]) {
    expect(read(text)).toEqual(artefact);
    expect(isIntact(read(text))).toBe(true);
  }
});

test("no scalar of an artefact can be changed without its hash telling", () => {
  const artefact = anArtefact();
  fc.assert(
    fc.property(anEditOf(artefact), (edited) => {
      expect(isIntact(edited)).toBe(false);
    }),
  );
});

test("mistakes come all at once, each with its position, its value and the way out", () => {
  const text = `{
  "schema": "switchyard/eval-artefact/v1",
  "createdAtMs": "yesterday",
  "beforeBundleHash": "${hashOf("A")}",
  "afterBundleHash": "${hashOf("b")}",
  "dataset": { "name": "faq", "sha256": "${hashOf("d")}" },
  "graders": [{ "name": "exact", "sha256": "${hashOf("e")}" }],
  "confidence": 1,
  "results": [
    { "intent": "faq", "n": 0, "metrics": { "quality": { "delta": 0.1, "low": 0.2, "high": 0.3 } } },
    { "intent": "extract", "n": 9, "metrics": { "qualty": { "delta": 0.1, "low": 0, "high": 0.3 } } }
  ],
  "sha256": "${hashOf("f")}"
}`;

  expect(mistakesOf(text)).toEqual([
    expect.stringContaining("evals/faq.json:3:18 /createdAtMs: `yesterday` does not fit"),
    expect.stringContaining("evals/faq.json:4:23 /beforeBundleHash:"),
    expect.stringContaining("/confidence: `1` does not fit; write a share between 0 and 1"),
    expect.stringContaining("/results/0/n: `0` is out of range; write more than 0"),
    expect.stringMatching(/metrics\/quality: .* low <= delta <= high$/),
    expect.stringContaining("write at least one of quality, successRate"),
    expect.stringContaining("`qualty` is not a key of `metrics`; did you mean `quality`?"),
  ]);
});

const [whole] = anArtefact().results;
const resultWith = (change: object): object => ({ results: [{ ...whole, ...change }] });
const deltaOf = (low: number, delta: number, high: number): object =>
  resultWith({ metrics: { latencyMsP95: { low, delta, high } } });
const source = (name: string): object => ({ name, sha256: hashOf("e") });

test.each<readonly [string, object]>([
  ["the least of all", { createdAtMs: 0, dataset: source("d"), confidence: 0.001 }],
  ["the most of all", { dataset: source("d".repeat(200)), confidence: 0.999 }],
  ["a hundred graders", { graders: Array.from({ length: 100 }, () => source("g")) }],
  ["a delta at the ends of its interval", deltaOf(0, 0, 0)],
  ["a slice by every class", resultWith({ slice: { risk: "a", segment: "b", locale: "c" } })],
  ["a slice by residency", resultWith({ slice: { residency: "eu" } })],
])("an artefact with %s is read", (_, change) => {
  expect(mistakesOf(JSON.stringify({ ...anArtefact(), ...change }))).toEqual([]);
});

test.each<readonly [string, object, string]>([
  ["another schema", { schema: "switchyard/eval-artefact/v2" }, "/schema:"],
  ["an instant before 1970", { createdAtMs: -1 }, "/createdAtMs: `-1` is out of range"],
  ["a hash that is none", { afterBundleHash: "b" }, "/afterBundleHash:"],
  ["a dataset without a name", { dataset: source("") }, "/dataset/name: the text has 0 letters"],
  ["a long name", { dataset: source("d".repeat(201)) }, "has 201 letters; write at most 200"],
  ["no grader", { graders: [] }, "/graders: the list has 0 entries; write at least 1"],
  [
    "too many graders",
    { graders: Array.from({ length: 101 }, () => source("g")) },
    "/graders: the list has 101 entries; write at most 100",
  ],
  ["no confidence", { confidence: 0 }, "write a share between 0 and 1, such as 0.95"],
  ["no result", { results: [] }, "/results: the list has 0 entries; write at least 1"],
  ["a delta below its interval", deltaOf(1, 0, 2), "low <= delta <= high"],
  ["a delta above its interval", deltaOf(0, 3, 2), "low <= delta <= high"],
  [
    "an empty slice",
    resultWith({ slice: {} }),
    "write at least one of risk, segment, locale, residency, or leave `slice` out",
  ],
  [
    "a class without a name",
    resultWith({ slice: { locale: "" } }),
    "/slice/locale: the text has 0",
  ],
  ["an unknown key", { more: 1 }, "`more` is not a key of the document"],
])("an artefact with %s is refused", (_, change, mistake) => {
  expect(mistakesOf(JSON.stringify({ ...anArtefact(), ...change }))).toEqual([
    expect.stringContaining(mistake),
  ]);
});

test("results of one intent are told apart by every class of their slices", () => {
  const slices = ["risk", "segment", "locale", "residency"].map((key) => ({ [key]: "eu" }));
  const results = slices.map((slice) => Object.assign({}, whole, { slice }));
  expect(mistakesOf(JSON.stringify({ ...anArtefact(), results }))).toEqual([]);
});

test("one intent and slice has one result", () => {
  const metrics = { quality: { delta: 0, low: 0, high: 0 } };
  const whole = { intent: "faq", n: 5, metrics };
  const slice = { ...whole, slice: { risk: "low" } };
  const with_ = (results: readonly object[]): string =>
    JSON.stringify({ ...anArtefact(), results });

  expect(mistakesOf(with_([whole, slice]))).toEqual([]);
  expect(mistakesOf(with_([whole, slice, slice]))).toEqual([
    expect.stringContaining("stand there twice"),
  ]);
  expect(mistakesOf(with_([{ ...whole, metrics: {} }]))).toEqual([
    expect.stringContaining("write at least one of quality"),
  ]);
});
