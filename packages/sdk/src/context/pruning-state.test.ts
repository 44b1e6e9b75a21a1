import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  FLOOR_MARGIN,
  OFF_MS,
  PRUNING,
  resumePruning,
  SCORES_MIN,
  scorePruned,
  type PruningState,
  type PruningTurn,
} from "./pruning-state.ts";

const FLOOR = 0.8;

function scored(scores: readonly number[], floor: number | "unmeasured" = FLOOR): PruningTurn[] {
  let state: PruningState = PRUNING;
  return scores.map((score) => {
    const turn = scorePruned(state, { score, source: "judge" }, floor, 0);
    state = turn.state;
    return turn;
  });
}

test("pruning goes off when quality comes near the floor, with the figures", () => {
  const turns = scored(Array.from({ length: SCORES_MIN }, () => FLOOR + FLOOR_MARGIN - 0.001));
  expect(turns.at(-2)?.state.phase).toBe("on");
  expect(turns.at(-1)).toEqual({
    state: { phase: "off", untilMs: OFF_MS },
    change: {
      to: "off",
      cause:
        "judge scores of pruned asks fell to 0.819, and 0.820 is the least beside a floor of 0.8",
    },
  });
});

test("no run of scores above the margin, or without a floor, turns it off", () => {
  const good = fc.array(fc.double({ min: FLOOR + FLOOR_MARGIN + 1e-9, max: 1, noNaN: true }), {
    minLength: SCORES_MIN,
    maxLength: 400,
  });
  fc.assert(
    fc.property(good, (scores) => {
      expect(scored(scores).some(({ change }) => change !== undefined)).toBe(false);
    }),
    { numRuns: 50 },
  );
  expect(scored(Array(100).fill(0), "unmeasured").at(-1)?.state).toBe(PRUNING);
});

test("many good scores of one source hide no bad ones of another", () => {
  let state = scored(Array(500).fill(1)).at(-1)?.state ?? PRUNING;
  for (let count = 0; count < SCORES_MIN; count += 1)
    state = scorePruned(state, { score: 0, source: "feedback" }, FLOOR, 0).state;
  expect(state.phase).toBe("off");
});

test("quality that falls after long good service is seen within a few hundred scores", () => {
  const turns = scored([...Array<number>(5_000).fill(1), ...Array<number>(300).fill(0.5)]);
  expect(turns.at(-1)?.state.phase).toBe("off");
});

test("it is tried anew after its time off, and starts without a score", () => {
  const off: PruningState = { phase: "off", untilMs: OFF_MS };
  expect(scorePruned(off, { score: 0, source: "judge" }, FLOOR, 1)).toEqual({ state: off });
  expect(resumePruning(off, OFF_MS - 1)).toEqual({ state: off });
  expect(resumePruning(off, OFF_MS)).toEqual({
    state: PRUNING,
    change: { to: "on", cause: "off for its time, now tried anew" },
  });
  expect(resumePruning(PRUNING, OFF_MS)).toEqual({ state: PRUNING });
});
