import { expect, test } from "vitest";
import { DRILL_AGE_MAX_MS } from "../../evidence/drill-readiness.ts";
import type { EvalArtefact } from "../../evidence/eval-artefact.ts";
import {
  after,
  answerTo,
  artefactOf,
  before,
  drillsOf,
  edited,
  plain,
  raised,
  results,
  review,
  top,
} from "../fixtures/reviews.ts";
import { SUPPORT_MS } from "../fixtures/support-bundle.ts";
import type { ReviewAnswer } from "./review-answer.ts";

test("the floor that lowers quality asks for changes: groups, signs, the rule and a witness", () => {
  const diff = review(plain, raised);

  expect(diff.review).toMatchObject({ outcome: "changes-requested", brokenRules: ["R09"] });
  expect(diff.verdict).toBe("same-endpoints");
  const worse = diff.groups.find(({ rules }) => rules.some(({ rule }) => rule === "R18"));
  expect(worse).toMatchObject({
    kind: "winner-changed",
    before: { route: "quick", first: { model: "openai/gpt-6-luna", via: "quick" } },
    after: { route: "quick", first: { model: "google/gemini-3.5-flash-lite", via: "last" } },
    rules: [{ rule: "R09", severity: "error", about: "quick" }, { rule: "R18" }],
  });
  expect(worse?.figures.quality.delta).toEqual({ min: -0.1, max: -0.09, mean: -0.095 });
  expect(worse?.figures.latencyMsP95.delta).toMatchObject({ min: -300, max: -300 });
  expect(worse?.figures.costPerSuccessMicroUsd.delta?.min).toBeGreaterThan(0);
  const better = diff.groups.find(
    ({ after }) => after.first?.model === "google/gemini-3.8-flash" && after.first.via === "quick",
  );
  expect(better?.figures.quality.delta?.min).toBeGreaterThan(0);
  expect(better?.rules).toEqual([]);
  const { before, after } = worse?.witness ?? {};
  expect(before?.rungs[0]?.endpoints[0]).toMatch(/^openai\/gpt-6-luna#/);
  expect(after?.rungs[0]?.endpoints[0]).toMatch(/^google\/gemini-3.5-flash-lite#/);
});

test("one variable is yes, two that do not meet are partly, two that meet are no", () => {
  const apart = edited([
    ["/routes/3/limits/qualityFloor", 0.82],
    ["/routes/2/limits/qualityFloor", 0.93],
  ]);
  const meeting = edited([
    ["/routes/3/limits/qualityFloor", 0.82],
    ["/routes/3/limits/latencyMax", "4s"],
  ]);

  expect(answerTo("one-variable", review(plain, raised)).answer).toBe("yes");
  const partly = review(plain, apart);
  expect(answerTo("one-variable", partly)).toMatchObject({
    answer: "partly",
    reasons: expect.arrayContaining([expect.stringContaining("no class hangs on two of them")]),
  });
  expect(partly.interaction).toMatchObject({ overlapping: 0n, onlyTogether: 0n, cancelled: 0n });
  expect(partly.interaction?.alone.reduce((sum, one) => sum + one, 0n)).toBe(partly.changed);
  const no = review(plain, meeting);
  expect(answerTo("one-variable", no).answer).toBe("no");
  expect(no.interaction?.overlapping).toBeGreaterThan(0n);
  expect(answerTo("one-variable", no).ways[0]).toContain("a commit of its own");
});

test("benchmarks of all, some and none of the affected intents are yes, partly and no", () => {
  const answer = (artefacts: readonly EvalArtefact[]): ReviewAnswer =>
    answerTo("benchmarks", review(plain, raised, { artefacts }));

  const yes = answer([artefactOf(plain, raised)]);
  expect(yes).toMatchObject({ answer: "yes", ways: [] });
  expect(yes.reasons[0]).toBe(
    "faq: quality -0.04 (-0.07 to -0.01), worse over 300 tasks of faq-2026-11",
  );
  const partly = answer([artefactOf(plain, raised, { results: results("faq") })]);
  expect(partly).toMatchObject({
    answer: "partly",
    ways: [
      expect.stringMatching(/^measure `summarize` .* artefact .* [0-9a-f]{12} → [0-9a-f]{12} /),
    ],
  });
  expect(answer([])).toMatchObject({ answer: "no" });
});

test("an intent that no model answers any more needs a benchmark too, and is not approved without", () => {
  const lost = review(plain, edited([["/routes/3/limits/latencyMax", "100ms"]]));

  expect(lost.groups.some(({ kind }) => kind === "lost")).toBe(true);
  expect(answerTo("benchmarks", lost)).toMatchObject({
    answer: "no",
    reasons: expect.arrayContaining(["faq: no artefact measures it"]),
  });
  expect(lost.review.outcome).toBe("changes-requested");
});

test("a foreign, an edited and an old artefact are refused, each with its reason", () => {
  const foreign = artefactOf(raised, plain);
  const edit = { ...artefactOf(plain, raised), confidence: 0.99 };
  const old = artefactOf(plain, raised, { createdAtMs: SUPPORT_MS - DRILL_AGE_MAX_MS - 1 });

  for (const [artefact, why] of [
    [foreign, "is of other bundles, and is refused"],
    [edit, "changed after it was sealed, and is refused"],
    [old, "is 90 days old, and is refused"],
  ] as const) {
    const { answer, reasons } = answerTo(
      "benchmarks",
      review(plain, raised, { artefacts: [artefact] }),
    );
    expect(answer).toBe("no");
    expect(reasons.join("\n")).toContain(why);
  }
});

test("compliance is yes, partly for another model at a known place, and no for a new place", () => {
  expect(answerTo("compliance", review(plain, raised)).answer).toBe("yes");

  const fewer = edited([
    ["/routes/0/candidates", ["anthropic/claude-opus-5-5", "openai/gpt-6-sol"]],
  ]);
  const sonnet = edited([
    [
      "/routes/0/candidates",
      ["anthropic/claude-opus-5-5", "openai/gpt-6-sol", "anthropic/claude-sonnet-5"],
    ],
  ]);
  const another = answerTo("compliance", review(fewer, sonnet));
  expect(another.answer).toBe("partly");
  expect(another.reasons[0]).toMatch(
    /^risk `high` .* another model .*`anthropic\/claude-sonnet-5#/,
  );

  const looser = edited([["/envelope/lifecycles/high", ["managed", "experimental"]]]);
  expect(answerTo("compliance", review(plain, looser))).toMatchObject({
    answer: "partly",
    reasons: ["the envelope is looser: `lifecycles.high` adds `experimental`"],
  });
  const narrower = review(looser, plain);
  expect(answerTo("compliance", narrower).answer).toBe("yes");

  const abroad = edited([["/envelope/residency/eu", ["eu", "us"]]]);
  const { answer, reasons, witness } = answerTo("compliance", review(plain, abroad));
  expect(answer).toBe("no");
  expect(reasons[0]).toMatch(/^risk `low` in residency `eu` newly reaches `.*#us`/);
  expect(witness?.request.residency).toBe("eu");
  expect(review(plain, abroad).verdict).toBe("wider");
  expect(review(abroad, plain).verdict).toBe("narrower");
});

test("what is equivalent needs no evidence; four times yes is approved, and a partly is a human's", () => {
  expect(review(plain, plain).review.outcome).toBe("equivalent");
  const artefacts = [artefactOf(before, after)];
  const drills = [drillsOf(after, top, SUPPORT_MS)];
  expect(review(before, after, { artefacts, drills }).review.outcome).toBe("approved");
  expect(review(before, after, { artefacts }).review.outcome).toBe("needs-a-human");
  expect(review(before, after, { drills }).review.outcome).toBe("changes-requested");
});

test("other prices alone move no request out of a route, and say so", () => {
  const cheaper = edited(
    [],
    [["/models/openai~1gpt-6-luna/price", { inputPerMTok: "$0.01", outputPerMTok: "$0.02" }]],
  );
  const diff = review(plain, cheaper);
  expect(diff.summary).toBe("only prices of the catalogue change: 1 model");
  expect(diff.groups.every(({ kind }) => kind !== "lost" && kind !== "gained")).toBe(true);
});
