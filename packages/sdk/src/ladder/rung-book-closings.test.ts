import type { Policy, RungName } from "@switchyard/contract";
import { plan } from "@switchyard/policy";
import { expect, test } from "vitest";
import { A_CLASS, SAMPLE } from "../../test/sample-bundle.ts";
import { createRungBook, type RungNews } from "./rung-book.ts";

const WHOLE = plan(SAMPLE.bundle, A_CLASS, 0);

/** The sample's policy with this ladder on route `quick`; a rung closes after one failure. */
function policyWith(ladder: readonly RungName[], hasStatic = true): Policy {
  const { policy } = SAMPLE.bundle;
  const { static: answer, ...settings } = policy.ladder;
  const [quick, ...others] = policy.routes;
  if (quick === undefined) throw new Error("The sample has no route.");
  return {
    ...policy,
    routes: [{ ...quick, ladder }, ...others],
    ladder: {
      ...settings,
      hysteresis: { enterAfterFailures: 1, leaveAfterMs: 1_000 },
      ...(hasStatic && answer !== undefined && { static: answer }),
    },
  };
}

/** A book after an ask that failed on every rung at 0. */
function failedBook(policy: Policy) {
  const news: RungNews[] = [];
  const book = createRungBook(policy, (one) => news.push(one));
  book.leave(book.enter(WHOLE, 0, 0), () => ({ verdict: "failed", reason: "down" }), 0);
  const closed = (atMs: number): readonly RungName[] =>
    book.closed("quick", atMs).map(({ rung }) => rung);
  return { book, news, closed };
}

test("every rung closes that calls a model, but for the last where no static answer follows", () => {
  const all: readonly RungName[] = ["full", "constrained", "summary"];
  const closedOf = (ladder: readonly RungName[], hasStatic: boolean): readonly RungName[] =>
    failedBook(policyWith(ladder, hasStatic)).closed(1);
  expect(closedOf([...all, "static"], true)).toEqual(all);
  expect(closedOf([...all, "static"], false)).toEqual(["full", "constrained"]);
  expect(closedOf(all, true)).toEqual(["full", "constrained"]);
});

test("an ask that a rung has no endpoint for neither tries it nor is told that it is closed", () => {
  const { book, news } = failedBook(policyWith(["full", "static"]));
  const bare = { ...WHOLE, rungs: WHOLE.rungs.map((rung) => ({ ...rung, endpoints: [] })) };
  expect(book.enter(bare, 1, 2)).toEqual({ plan: bare, closed: [], tickets: new Map() });
  expect(book.enter(bare, 1_000, 2_000).tickets).toEqual(new Map());
  expect(news.map(({ to }) => to)).toEqual(["closed"]);
});

test("an ask is not told of a closed rung that is its last resort", () => {
  const { book } = failedBook(policyWith(["full", "constrained", "static"]));
  const last = { ...WHOLE, endsStatic: false, rungs: WHOLE.rungs.slice(0, 2) };
  const { plan: climbed, closed } = book.enter(last, 1, 2);
  expect(closed.map(({ rung }) => rung)).toEqual(["full"]);
  expect(climbed.rungs.map(({ rung }) => rung)).toEqual(["constrained"]);
});

test("without a route nothing is closed", () => {
  const { book, news } = failedBook(policyWith(["full", "static"]));
  const gap = { ...WHOLE, route: null };
  expect(book.enter(gap, 1, 2)).toEqual({ plan: gap, closed: [], tickets: new Map() });
  expect(book.closed("unknown", 1)).toEqual([]);
  expect(news).toHaveLength(1);
});

test("another policy keeps the closings of the rungs that both have, and ends them without hysteresis", () => {
  const policy = policyWith(["full", "constrained", "static"]);
  const { book, closed } = failedBook(policy);
  book.adapt(policyWith(["full", "summary", "static"]));
  expect(closed(1)).toEqual(["full"]);
  expect(closed(1_000)).toEqual([]);
  const { hysteresis, ...ladder } = policy.ladder;
  expect(hysteresis?.leaveAfterMs).toBe(1_000);
  book.adapt({ ...policy, ladder });
  expect(closed(1)).toEqual([]);
});

test("an ask that ends under a policy without its rung or its route says nothing", () => {
  const policy = policyWith(["full", "constrained", "static"]);
  for (const next of [policyWith(["full", "static"]), { ...policy, routes: [] }]) {
    const { book, closed } = failedBook(policy);
    const entry = book.enter(WHOLE, 1_000, 2_000);
    book.adapt(next);
    book.leave(entry, () => ({ verdict: "failed", reason: "down" }), 1_500);
    expect(closed(1_500)).toEqual(next.routes.length === 0 ? [] : ["full"]);
  }
});
