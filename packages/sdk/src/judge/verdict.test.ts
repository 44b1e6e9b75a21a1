import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  aGateList,
  aJudgement,
  aLocalGate,
  anAnswer,
  PLAIN,
  schemas,
  someFacts,
} from "./arbitraries.ts";
import { judge, withJudgements } from "./verdict.ts";

const answer = { text: "Hello", toolCalls: [], finishReason: "stop" } as const;
const toolCall = { type: "tool-call", toolCallId: "1", toolName: "t", input: {} } as const;
const judging = { kind: "judge", route: "judging", scoreMin: 0.7, sampleShare: 1 } as const;
const second = { ...judging, route: "second-judging" } as const;
const tone = { kind: "custom", name: "tone" } as const;
const JUDGED = { ...PLAIN, judges: ["judging", "second-judging"] };

describe("whatever the gates, the answer and what the judges say", () => {
  const judged = fc
    .tuple(aGateList(), anAnswer(), someFacts(), fc.array(aJudgement(), { maxLength: 5 }))
    .map(([gates, given, facts, judgements]) => {
      const before = judge(gates, given, facts);
      return { gates, given, facts, before, after: withJudgements(before, judgements), judgements };
    });

  test("a verdict is failed exactly when a gate failed, and its score is from 0 to 1", () => {
    fc.assert(
      fc.property(judged, ({ before, after }) => {
        for (const verdict of [before, after]) {
          expect(verdict.outcome === "failed").toBe(verdict.failures.length > 0);
          expect(verdict.score).toBeGreaterThanOrEqual(0);
          expect(verdict.score).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test("gates alone give 1 where they pass and 0 where they fail", () => {
    fc.assert(
      fc.property(fc.array(aLocalGate()), anAnswer(), someFacts(), (gates, given, facts) => {
        const verdict = judge(gates, given, facts);

        expect(verdict.outcome).not.toBe("unjudged");
        expect(verdict.score).toBe(verdict.outcome === "passed" ? 1 : 0);
      }),
    );
  });

  test("a judgement mends nothing: it never raises a score or lifts a failure", () => {
    fc.assert(
      fc.property(judged, ({ before, after }) => {
        expect(after.score).toBeLessThanOrEqual(before.score);
        expect(after.outcome === "failed").toBe(after.failures.length > 0);
        expect(after.failures).toEqual(expect.arrayContaining([...before.failures]));
      }),
    );
  });

  test("a gate more lets no more answers through", () => {
    fc.assert(
      fc.property(
        aGateList(),
        aLocalGate(),
        anAnswer(),
        someFacts(),
        (gates, gate, given, facts) => {
          if (judge(gates, given, facts).outcome !== "failed") return;
          // A schema in place makes JSON of what was text, and changes no other gate.
          expect(judge([...gates, gate], given, facts).outcome).toBe("failed");
        },
      ),
    );
  });

  test("nobody outside is asked about an answer that has failed already", () => {
    fc.assert(
      fc.property(judged, ({ gates, before }) => {
        const asked = before.outcome === "failed" ? before.pending : [];
        expect(asked).toEqual([]);
        for (const gate of before.pending) expect(gates).toContainEqual(gate);
      }),
    );
  });

  test("it is unjudged exactly when no gate failed and a pending one has no say", () => {
    fc.assert(
      fc.property(judged, ({ before, after, judgements }) => {
        const said = before.pending.map((_gate, index) => judgements[index]?.outcome);
        const isOpen = said.some((outcome) => outcome === undefined || outcome === "unjudged");
        const isFailed = before.outcome === "failed" || said.includes("failed");
        const expected = isFailed ? "failed" : isOpen ? "unjudged" : "passed";

        expect(after.outcome).toBe(expected);
      }),
    );
  });
});

test("what says most is named first: a cut answer is malformed because it was cut", () => {
  const gates = [{ kind: "schema", schema: "request" }, { kind: "not-truncated" }] as const;
  const cut = { ...answer, text: '{"a":', finishReason: "length" } as const;

  const { failures } = judge(gates, cut, { ...PLAIN, output: { schema: { type: "object" } } });

  expect(failures.map(({ kind }) => kind)).toEqual(["output-truncated", "malformed-output"]);
});

test("an answer that was to be JSON is JSON even on a route without gates", () => {
  const facts = { ...PLAIN, output: { schema: { type: "object" } } };

  expect(judge([], answer, facts)).toMatchObject({
    outcome: "failed",
    failures: [{ gate: "output", kind: "malformed-output" }],
  });
  expect(judge([], { ...answer, text: "[1]" }, facts)).toMatchObject({
    outcome: "passed",
    object: [1],
  });
});

test("an answer that calls a tool is not read as the last word", () => {
  const gates = [
    { kind: "non-empty" },
    { kind: "not-refusal" },
    { kind: "schema", schema: { type: "object" } },
    { kind: "length", charactersMin: 3 },
    { kind: "must-include", texts: ["yes"] },
    judging,
    tone,
  ] as const;
  const calling = { text: "", toolCalls: [toolCall], finishReason: "tool-calls" } as const;

  const verdict = judge(gates, calling, JUDGED);

  expect(verdict).toMatchObject({ failures: [], pending: [tone] });
  const declining = { ...calling, text: "I can't answer that. Let me look it up." };
  expect(judge(gates, declining, JUDGED).failures).toEqual([]);
  const barred = [{ kind: "must-not-include", texts: ["secret"] }] as const;
  expect(judge(barred, { ...calling, text: "A Secret" }, PLAIN).outcome).toBe("failed");
});

test("only the judges that were drawn are asked", () => {
  const { outcome, pending } = judge([judging, second], answer, { schemas, judges: ["judging"] });

  expect([outcome, pending]).toEqual(["unjudged", [judging]]);
  expect(judge([judging], answer, PLAIN)).toMatchObject({ outcome: "passed", pending: [] });
});

describe("the score", () => {
  const open = judge([judging, second, tone], answer, JUDGED);

  test("is the least that a judge gives", () => {
    const verdict = withJudgements(open, [
      { outcome: "passed", score: 0.9 },
      { outcome: "passed", score: 0.8 },
      { outcome: "passed" },
    ]);

    expect(verdict).toMatchObject({ outcome: "passed", score: 0.8, scoredBy: "judge" });
  });

  test("is a judge's own where the judge lets the answer not through", () => {
    const reason = "It names the wrong day.";
    const failed = { outcome: "failed", score: 0.4, message: "Too low.", reason } as const;

    const verdict = withJudgements(open, [failed]);

    expect(verdict).toMatchObject({ outcome: "failed", score: 0.4, scoredBy: "judge" });
    expect(verdict.failures).toEqual([
      { gate: "judge: judging", kind: "gate-failed", message: "Too low.", reason },
    ]);
  });

  test("is 0 where a function fails the answer, whatever the judges say", () => {
    const verdict = withJudgements(open, [
      { outcome: "passed", score: 0.9 },
      { outcome: "passed", score: 0.8 },
      { outcome: "failed", message: "Rude." },
    ]);

    expect(verdict).toMatchObject({ outcome: "failed", score: 0, scoredBy: "gate" });
  });

  test("is nobody's where no gate was asked", () => {
    expect(judge([], answer, PLAIN)).not.toHaveProperty("scoredBy");
    expect(judge([judging], answer, PLAIN)).not.toHaveProperty("scoredBy");
  });
});
