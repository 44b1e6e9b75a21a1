import { expect, test } from "vitest";
import { AN_INSTANT_MS, anArtefact, hashOf } from "./arbitraries.ts";
import { CLOCK_SKEW_MS } from "./evidence-age.ts";
import type { EvalArtefact } from "./eval-artefact.ts";
import { verifyEvalArtefacts, type EvalEvidence } from "./verify-eval-artefacts.ts";

const DAY_MS = 86_400_000;

function verify(
  artefacts: readonly EvalArtefact[],
  { days = 1, intents = ["faq"] }: { readonly days?: number; readonly intents?: string[] } = {},
): readonly EvalEvidence[] {
  return verifyEvalArtefacts(artefacts, {
    beforeBundleHash: hashOf("a"),
    afterBundleHash: hashOf("b"),
    intents,
    nowMs: AN_INSTANT_MS + days * DAY_MS,
    ageMaxMs: 30 * DAY_MS,
  });
}

test("deltas of both bundles that are fresh and intact are attached", () => {
  const artefact = anArtefact();

  expect(verify([artefact])).toEqual([
    {
      kind: "attached",
      intent: "faq",
      result: artefact.results[0],
      slices: [],
      artefact,
      ageMs: DAY_MS,
    },
  ]);
});

test("an intent that nobody measured is missing", () => {
  expect(verify([], { intents: ["faq"] })).toEqual([{ kind: "missing", intent: "faq" }]);
  expect(verify([anArtefact()], { intents: ["faq", "summarize"] })).toMatchObject([
    { kind: "attached", intent: "faq" },
    { kind: "missing", intent: "summarize" },
  ]);
});

test("a slice alone does not speak for its intent", () => {
  const [whole] = anArtefact().results;
  const slice = { intent: "faq", n: 5, metrics: {}, ...whole, slice: { risk: "low" } };

  expect(verify([anArtefact({ results: [slice] })])).toMatchObject([{ kind: "missing" }]);
});

test("an artefact older than allowed is stale, and so is one dated ahead of now", () => {
  const artefact = anArtefact();

  expect(verify([artefact], { days: 30 })).toMatchObject([{ kind: "attached" }]);
  expect(verify([artefact], { days: 31 })).toMatchObject([{ kind: "stale", ageMs: 31 * DAY_MS }]);
  expect(verify([artefact], { days: -1 })).toEqual([{ kind: "stale", intent: "faq", artefact }]);
  const slow = anArtefact({ createdAtMs: AN_INSTANT_MS + DAY_MS + CLOCK_SKEW_MS });
  expect(verify([slow])).toMatchObject([{ kind: "attached", ageMs: 0 }]);
});

test("an artefact of other bundles is foreign, and so is one the other way round", () => {
  const other = anArtefact({ afterBundleHash: hashOf("c") });
  const reversed = anArtefact({ beforeBundleHash: hashOf("b"), afterBundleHash: hashOf("a") });

  for (const artefact of [other, reversed]) {
    expect(verify([artefact])).toEqual([{ kind: "foreign", intent: "faq", artefact }]);
  }
});

test("an artefact that was edited is tampered with, for every intent without a good one", () => {
  const good = anArtefact();
  const [result] = good.results;
  const edited = { ...good, results: [{ intent: "faq", metrics: {}, ...result, n: 4_000 }] };

  expect(verify([edited], { intents: ["faq", "summarize"] })).toMatchObject([
    { kind: "tampered", intent: "faq", artefact: edited },
    { kind: "tampered", intent: "summarize" },
  ]);
  expect(verify([edited, good], { intents: ["faq", "summarize"] })).toMatchObject([
    { kind: "attached", intent: "faq", artefact: good },
    { kind: "tampered", intent: "summarize" },
  ]);
});

test("of two good artefacts the newer counts", () => {
  const older = anArtefact();
  const newer = anArtefact({ createdAtMs: AN_INSTANT_MS + 5 });

  for (const order of [
    [older, newer],
    [newer, older],
  ]) {
    expect(verify(order)).toMatchObject([{ kind: "attached", artefact: newer }]);
  }
});
