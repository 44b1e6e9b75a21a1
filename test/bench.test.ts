import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatScores } from "../bench/format-scores.ts";
import { GOALS, type Goal } from "../bench/goals.ts";
import { scoreGoal } from "../bench/score-goal.ts";
import type { Subject } from "../bench/subject.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const GOAL: Goal = { id: "a / b", what: "a to b", of: "a", to: "b", bound: { atMost: 1.25 } };

test.each([...new Set(GOALS.flatMap(({ of, to }) => [of, to]))])(
  "%s is a subject that can be performed",
  async (name) => {
    const module: { readonly subject: Subject } = await import(`../bench/subjects/${name}.ts`);
    const perform = await module.subject.prepare();
    expect(await perform(1)).toBeUndefined();
  },
);

test("the runner measures the goals it is asked for and gives each a figure", () => {
  const args = ["bench/run-bench.ts", "--quick", "--json", "--only", "explained"];
  const out = execFileSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  const { scores, rounds } = JSON.parse(out);
  expect(scores).toMatchObject([{ goal: { of: "decide-6x8", to: "choose-6x8" } }]);
  expect(scores[0].ratio).toBeGreaterThan(0);
  expect(Object.keys(rounds[0])).toEqual(["decide-6x8", "choose-6x8"]);
});

test("the runner says what it can be asked for", () => {
  const out = execFileSync(process.execPath, ["bench/run-bench.ts", "--help"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  for (const word of ["--rounds N", "--only TEXT", "--json", "--quick", "ask / doGenerate"])
    expect(out).toContain(word);
});

describe("a goal's score", () => {
  test("is the median of ratios taken within rounds, however the machine's speed changes", () => {
    const someTimes = fc.array(fc.tuple(fc.integer({ min: 1, max: 100 }), fc.integer({ min: 1 })), {
      minLength: 1,
      maxLength: 9,
    });
    fc.assert(
      fc.property(someTimes, fc.integer({ min: 1, max: 9 }), (times, factor) => {
        const rounds = times.map(([time]) => ({ a: time * factor, b: time }));
        const { ratio, quartiles } = scoreGoal(GOAL, rounds);
        expect([ratio, ...quartiles]).toEqual([factor, factor, factor]);
      }),
    );
  });

  test("is met at its bound and missed beyond it, on the side the goal says", () => {
    const scoreOf = (a: number, bound: Goal["bound"]): boolean =>
      scoreGoal({ ...GOAL, bound }, [{ a, b: 4 }]).isMet;
    expect([4, 5, 6].map((a) => scoreOf(a, { atMost: 1.25 }))).toEqual([true, true, false]);
    expect([4, 5, 6].map((a) => scoreOf(a, { atLeast: 1.25 }))).toEqual([false, true, true]);
  });

  test("that could not be measured is missed", () => {
    expect(scoreGoal(GOAL, []).isMet).toBe(false);
    expect(scoreGoal(GOAL, [{ a: 1 }]).isMet).toBe(false);
  });

  test("stands in the table beside its bound, and a miss is plain to see", () => {
    const rounds = [{ a: 3, b: 2 }];
    const table = formatScores([scoreGoal(GOAL, rounds)], rounds);
    expect(table).toContain("a / b  MISSED  1.5    1.5 to 1.5  at most 1.25  a to b");
    expect(table).toContain("a  3 us");
  });
});
