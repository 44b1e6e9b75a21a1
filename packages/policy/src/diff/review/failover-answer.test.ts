import { expect, test } from "vitest";
import { aDrill } from "../../evidence/arbitraries.ts";
import { DRILL_AGE_MAX_MS } from "../../evidence/drill-readiness.ts";
import type { Drill, DrillRecord } from "../../evidence/drill-record.ts";
import {
  after,
  answerTo,
  before,
  drillsOf,
  edited,
  plain,
  review,
  top,
} from "../fixtures/reviews.ts";
import { SUPPORT_MS } from "../fixtures/support-bundle.ts";
import type { ReviewAnswer } from "./review-answer.ts";

test("failover is yes with fresh drills and partly without, with old ones or those of others", () => {
  const answer = (...drills: readonly DrillRecord[]): ReviewAnswer =>
    answerTo("failover", review(before, after, { drills }));

  expect(answer(drillsOf(after, top, SUPPORT_MS))).toMatchObject({ answer: "yes", ways: [] });
  const command = "sim chaos --drill --policy policy.yaml --lose provider:google provider:openai";
  expect(answer()).toMatchObject({ answer: "partly", ways: [command] });
  expect(answer(drillsOf(after, top, SUPPORT_MS - DRILL_AGE_MAX_MS)).answer).toBe("partly");
  const foreign = answer(drillsOf(before, top, SUPPORT_MS));
  expect(foreign.answer).toBe("partly");
  expect(foreign.reasons.join("\n")).toContain("refused: it is of another bundle");
  const routes = aDrill("x").routes.map((route) => Object.assign({}, route, { route: "planning" }));
  expect(answer(drillsOf(after, top, SUPPORT_MS, { routes })).answer).toBe("partly");
});

test("failover is no when a drill failed, or when a loss leaves a route nothing at its floor", () => {
  const failed = aDrill("x", { passed: false });
  const { passed, routes } = failed;
  const others = routes.map((route) => Object.assign({}, route, { route: "planning" }));
  const answered = (failing: Drill["routes"]): ReviewAnswer => {
    const drills = [drillsOf(after, top, SUPPORT_MS, { passed, routes: failing })];
    return answerTo("failover", review(before, after, { drills }));
  };
  expect(answered(routes)).toMatchObject({
    answer: "no",
    ways: [expect.stringMatching(/^sim chaos --drill --policy policy.yaml --lose provider:/)],
  });
  expect(answered(routes).reasons.join("\n")).toMatch(
    /drill of losing provider:\w+ failed on `quick`/,
  );
  expect(answered(others).answer).toBe("partly");

  const alone = edited([
    ["/routes/3/candidates", ["openai/gpt-6-luna"]],
    ["/routes/3/fallback", "none"],
  ]);
  const { answer, reasons, witness } = answerTo("failover", review(plain, alone));
  expect(answer).toBe("no");
  expect(reasons[0]).toContain("route `quick` does not survive losing `openai`");
  expect(witness?.rungs.every(({ endpoints }) => endpoints.length === 0)).toBe(true);
  const accepted = edited([
    ["/routes/3/candidates", ["openai/gpt-6-luna"]],
    ["/routes/3/fallback", "none"],
    [
      "/contingency/accept",
      [
        {
          id: "one",
          routes: ["quick"],
          residencies: ["any", "us", "eu"],
          lose: ["provider:openai"],
          reason: "wanted",
          expires: "2027-01-31",
        },
      ],
    ],
  ]);
  expect(answerTo("failover", review(plain, accepted)).answer).toBe("partly");
});
