import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createManualClock } from "../../test/manual-clock.ts";
import { PLAIN } from "./arbitraries.ts";
import { askPending, type JudgementPorts } from "./ask-pending.ts";
import type { PendingGate } from "./judgement.ts";
import { judge, withJudgements } from "./verdict.ts";

const answer = {
  askId: "1",
  route: "quick",
  intent: "faq",
  risk: "low",
  text: "Hello",
  toolCalls: [],
};
const judging = { kind: "judge", route: "judging", scoreMin: 0.7, sampleShare: 1 } as const;
const second = { ...judging, route: "second-judging" } as const;
const tone = { kind: "custom", name: "tone" } as const;

/** Asks with scripted judges and functions, and tells who was asked. */
async function ask(
  pending: readonly PendingGate[],
  script: {
    readonly judges?: Readonly<Record<string, unknown>>;
    readonly tone?: boolean;
    readonly timeMs?: number;
  } = {},
) {
  const clock = createManualClock();
  const asked: string[] = [];
  const ports: JudgementPorts = {
    clock,
    gates: {
      tone: () => {
        asked.push("tone");
        return script.tone ?? true;
      },
    },
    askJudge: async ({ route }) => {
      asked.push(route);
      await clock.sleep(100);
      const said = script.judges?.[route];
      if (said instanceof Error) throw said;
      return said;
    },
  };
  const deadlineAtMs = clock.nowMs() + (script.timeMs ?? 1_000);
  const judgements = await clock.finish(
    askPending(pending, { answer, input: "Hi" }, ports, deadlineAtMs),
  );
  return { asked, judgements };
}

describe("pending gates", () => {
  test("are asked each once, the application's own first, and answer in their own order", async () => {
    const judges = { judging: { score: 0.9, reason: "" }, "second-judging": { score: 0.8 } };

    const { asked, judgements } = await ask([judging, tone, second], { judges });

    expect(asked).toEqual(["tone", "judging", "second-judging"]);
    expect(judgements).toEqual([
      { outcome: "passed", score: 0.9 },
      { outcome: "passed" },
      { outcome: "passed", score: 0.8 },
    ]);
  });

  test("are asked no further once one has failed", async () => {
    const judges = { judging: { score: 0.1 }, "second-judging": { score: 1 } };

    expect(await ask([judging, tone], { judges, tone: false })).toMatchObject({
      asked: ["tone"],
      judgements: [undefined, { outcome: "failed" }],
    });
    expect((await ask([judging, second], { judges })).asked).toEqual(["judging"]);
  });

  test("leave the answer unjudged where a judge cannot be asked, and ask the next", async () => {
    const judges = { judging: new Error("no route"), "second-judging": { score: 1 } };

    const { judgements } = await ask([judging, second], { judges });

    expect(judgements).toEqual([
      { outcome: "unjudged", message: "Route judging could not be asked: no route" },
      { outcome: "passed", score: 1 },
    ]);
  });

  test("with the time over fail where they are the application's, and else are not asked", async () => {
    expect(await ask([judging], { timeMs: 0 })).toMatchObject({
      asked: [],
      judgements: [{ outcome: "unjudged" }],
    });
    const { asked, judgements } = await ask([judging, second], {
      judges: { judging: { score: 1 }, "second-judging": { score: 1 } },
      timeMs: 100,
    });
    expect([asked, judgements[1]?.outcome]).toEqual([["judging"], "unjudged"]);
  });

  test("that the router was not given fail closed", async () => {
    const { judgements } = await ask([{ kind: "custom", name: "toString" }]);

    expect(judgements).toEqual([
      { outcome: "failed", message: "Gate toString is none of the router's." },
    ]);
  });
});

test("a verdict with its judgements fails exactly when somebody who was asked said no", async () => {
  const aScore = fc.option(fc.double({ min: 0, max: 1, noNaN: true }));
  const gates = [judging, tone, second];
  const open = judge(
    gates,
    { ...answer, finishReason: "stop" },
    {
      ...PLAIN,
      judges: [judging.route, second.route],
    },
  );
  await fc.assert(
    fc.asyncProperty(aScore, aScore, fc.boolean(), async (left, right, isPolite) => {
      const judges = { judging: { score: left }, "second-judging": { score: right } };
      const { judgements } = await ask(open.pending, { judges, tone: isPolite });

      const scores = [left, right].filter((score) => score !== null);
      const isFailed = !isPolite || scores.some((score) => score < 0.7);
      const { outcome } = withJudgements(open, judgements);
      expect(outcome).toBe(isFailed ? "failed" : scores.length < 2 ? "unjudged" : "passed");
    }),
  );
});
