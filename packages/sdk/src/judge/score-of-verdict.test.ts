import { expect, test } from "vitest";
import { PLAIN } from "./arbitraries.ts";
import { scoreOfVerdict } from "./score-of-verdict.ts";
import { judge, withJudgements } from "./verdict.ts";

const answer = { text: "Hello", toolCalls: [], finishReason: "stop" } as const;
const judging = { kind: "judge", route: "judging", scoreMin: 0.7, sampleShare: 1 } as const;
const gates = [{ kind: "non-empty" }, judging, { ...judging, route: "second-judging" }] as const;
const open = judge(gates, answer, { ...PLAIN, judges: ["judging", "second-judging"] });
const unable = { outcome: "unjudged", message: "No answer." } as const;

test("a verdict of gates counts as theirs, one with a judge's score as the judge's", () => {
  const byGate = judge([{ kind: "non-empty" }], answer, PLAIN);
  expect(scoreOfVerdict(byGate, "quick", "x/1")).toEqual({
    route: "quick",
    model: "x/1",
    score: 1,
    source: "gate",
  });
  const low = withJudgements(open, [{ outcome: "failed", score: 0.2, message: "Low." }]);
  expect(scoreOfVerdict(low, "quick", "x/1")).toMatchObject({ score: 0.2, source: "judge" });
  const half = withJudgements(open, [{ outcome: "passed", score: 0.8 }, unable]);
  expect(scoreOfVerdict(half, "quick", "x/1")).toMatchObject({ score: 0.8, source: "judge" });
});

test("what says nothing of quality is not counted", () => {
  expect(scoreOfVerdict(open, "quick", "x/1")).toBeUndefined();
  expect(scoreOfVerdict(withJudgements(open, [unable, unable]), "quick", "x/1")).toBeUndefined();
  expect(scoreOfVerdict(judge([], answer, PLAIN), "quick", "x/1")).toBeUndefined();
});
