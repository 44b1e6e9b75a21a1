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
