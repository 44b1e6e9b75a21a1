import { createMemoryLedger } from "@switchyard/ledger";
import { expect, test } from "vitest";
import { createSampleRouter, eventsOf } from "../../test/sample-router.ts";

const ALPHA = "alpha/quick#us";
const BETA = "beta/quick#us";
const GAMMA = "gamma/strong#us";

test("an endpoint that keeps failing is left alone, probed after its time, and taken back", async () => {
  const failure = { fail: "overloaded" } as const;
  const script = { [ALPHA]: [failure, failure, failure, {}] };
  const { ask, clock, models, events } = createSampleRouter({ script });
  await ask();
  expect((await ask()).latencyMs).toBe(200);
  expect(eventsOf(events, "breaker-changed")).toMatchObject([
    {
      endpoint: ALPHA,
      from: "closed",
      to: "open",
      cause: "3 failures in a row, the last: overloaded",
    },
  ]);

  const calls = models.calls.length;
  const meanwhile = await ask();
  expect(meanwhile).toMatchObject({ endpoint: BETA, why: { code: "fallback" } });
  expect(meanwhile.why.message).toBe(
    `${BETA} answered, in place of ${ALPHA}: its breaker is open; it must be closed.`,
  );
  expect(models.calls).toHaveLength(calls + 1);

  await clock.pass(15_000);
  expect((await ask()).why.code).toBe("first-choice");
  expect(eventsOf(events, "breaker-changed").map(({ to }) => to)).toEqual([
    "open",
    "half-open",
    "closed",
  ]);
});

test("while a probe hangs, other asks go to a fallback at once", async () => {
  const script = { [ALPHA]: [{ fail: "auth" }, "hang"] } as const;
  const { ask, clock, router, models } = createSampleRouter({ script });
  await ask();
  await clock.pass(15_000);
  const request = { intent: "faq", risk: "low", slaMs: 10_000, input: "Why?" };
  const asks = Array.from({ length: 20 }, () => router.ask(request));
  const answers = await clock.finish(Promise.all(asks));
  expect(models.calls.filter(({ endpoint }) => endpoint === ALPHA)).toHaveLength(2);
  expect(answers.filter(({ latencyMs }) => latencyMs === 100)).toHaveLength(19);
  expect(answers.every(({ endpoint, insideSla }) => endpoint === BETA && insideSla)).toBe(true);
});

test("an endpoint comes back on a route whose SLA leaves no time for a fallback", async () => {
  const script = { [ALPHA]: [{ fail: "auth" }, {}, {}] } as const;
  const { ask, clock, events } = createSampleRouter({ script });
  await ask();
  expect(await ask({ slaMs: 1_900 })).toMatchObject({ endpoint: BETA });
  await clock.pass(15_000);
  expect(await ask({ slaMs: 1_900 })).toMatchObject({ endpoint: ALPHA });
  expect(await ask({ slaMs: 1_900 })).toMatchObject({ endpoint: ALPHA });
  expect(eventsOf(events, "breaker-changed").at(-1)).toMatchObject({ to: "closed" });
});

test("an ask that is denied the money gives its place as a probe back", async () => {
  const script = { [ALPHA]: [{ fail: "auth" }, {}] } as const;
  const ledger = createMemoryLedger({ opening: { alpha: 500_000 - 1_000 } });
  const { ask, clock } = createSampleRouter({ script, ledger });
  await ask({ outputTokensMax: 100 });
  await clock.pass(15_000);
  expect(await ask()).toMatchObject({ endpoint: BETA });
  expect(await ask({ outputTokensMax: 100 })).toMatchObject({ endpoint: ALPHA });
});

test("when no breaker lets a call through, the static answer says so", async () => {
  const script = {
    [ALPHA]: [{ fail: "auth" }],
    [BETA]: [{ fail: "auth" }],
    [GAMMA]: [{ fail: "auth" }],
  } as const;
  const { ask } = createSampleRouter({ script });
  expect((await ask()).why.code).toBe("attempts-exhausted");
  const answer = await ask();
  expect(answer).toMatchObject({ rung: "static", latencyMs: 0, why: { code: "no-endpoint" } });
  expect(answer.why.message).toContain("breaker-open (3)");
});

test("a quota that starts anew tomorrow keeps the breaker open for the hour that hints may have", async () => {
  const script = { [ALPHA]: [{ fail: "quota-exhausted", resetsAtMs: 1_795_608_000_000 }] } as const;
  const { ask, clock } = createSampleRouter({ script });
  await ask();
  await clock.pass(3_500_000);
  expect((await ask()).endpoint).toBe(BETA);
});
