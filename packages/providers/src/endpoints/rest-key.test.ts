import type { ModelFailure, ModelResult } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createProviders } from "../create-providers.ts";
import { aCall, catalog, env } from "../fixtures/a-catalog.ts";
import { answeringFetch } from "../fixtures/answering-fetch.ts";
import { responsesBody, responsesMessage } from "../fixtures/answers.fixtures.ts";

const OK = { body: responsesBody([responsesMessage("Yes.")]) };
const UNAUTHORIZED = { status: 401, body: { error: { message: "Wrong key.", type: "x" } } };
const NO_MONEY = { status: 402, body: { error: { message: "Pay.", type: "billing_error" } } };
const FORBIDDEN = { status: 403, body: { error: { message: "No.", type: "x" } } };
const SPEND_LIMIT = {
  status: 429,
  body: { error: { message: "Spent.", type: "insufficient_quota", code: "insufficient_quota" } },
};
const MODEL = "openai/gpt-6-sol";
const OTHER_MODEL = "openai/gpt-6-sol@low";
const FIRST = "Bearer sk-first-0001";
const SECOND = "Bearer sk-second-0002";

function failureOf(result: ModelResult): ModelFailure {
  if (result.ok) throw new Error("expected a failure");
  return result.failure;
}

/** One time for both clocks. */
function clock(time: () => number) {
  return { epochMs: time, nowMs: time };
}

test("keys take turns at an endpoint", async () => {
  const { fetch, sent } = answeringFetch(OK);
  const port = createProviders({ catalog, env, fetch });

  for (let i = 0; i < 3; i += 1) await port.generate(aCall(MODEL));

  expect(sent.map(({ headers }) => headers["authorization"])).toEqual([FIRST, SECOND, FIRST]);
});

test("a rejected key rests while the other serves, and comes back", async () => {
  let nowMs = 0;
  const { fetch, sent } = answeringFetch(UNAUTHORIZED, OK);
  const port = createProviders({ catalog, env, fetch, ...clock(() => nowMs) });

  const first = await port.generate(aCall(MODEL));
  await port.generate(aCall(MODEL));
  await port.generate(aCall(MODEL));
  nowMs = 300_000;
  await port.generate(aCall(MODEL));

  expect(failureOf(first)).toMatchObject({ kind: "auth", retry: "same", breaker: "ignore" });
  expect(sent.map(({ headers }) => headers["authorization"])).toEqual([
    FIRST,
    SECOND,
    SECOND,
    FIRST,
  ]);
});

test("a spent key rests until the reset that the provider names", async () => {
  let nowMs = 0;
  const spent = {
    status: 400,
    body: {
      error: {
        message:
          "You have reached your specified API usage limits. You will regain access on 1970-01-02 at 00:00 UTC.",
      },
    },
  };
  const { fetch, sent } = answeringFetch(spent, OK);
  const port = createProviders({ catalog, env, fetch, ...clock(() => nowMs) });

  for (const atMs of [0, 1, 86_399_999, 86_400_000]) {
    nowMs = atMs;
    await port.generate(aCall(MODEL));
  }

  expect(sent.map(({ headers }) => headers["authorization"])).toEqual([
    FIRST,
    SECOND,
    SECOND,
    FIRST,
  ]);
});

test("the last key's failure is the endpoint's, and it is still asked", async () => {
  const { fetch, sent } = answeringFetch(UNAUTHORIZED);
  const port = createProviders({ catalog, env, fetch, ...clock(() => 0) });

  await port.generate(aCall(MODEL));
  const second = await port.generate(aCall(MODEL));
  await port.generate(aCall(MODEL));

  expect(failureOf(second)).toMatchObject({
    kind: "auth",
    retry: "never",
    breaker: "open",
    retryAfterMs: 300_000,
    message:
      "openai answered 401 x: Wrong key. All 2 keys of openai/gpt-6-sol#eu (OPENAI_API_KEY, " +
      "OPENAI_API_KEY_2) cannot be used for 300000 ms; replace one or mend its account.",
  });
  expect(sent).toHaveLength(3);
});

test.each([
  ["401", UNAUTHORIZED, SECOND],
  ["402", NO_MONEY, SECOND],
  ["429 of a spend limit", SPEND_LIMIT, SECOND],
  ["403", FORBIDDEN, FIRST],
])(
  "after a %s the key rests for other models of the region too, unless it lacks a permission",
  async (_, answer, next) => {
    const { fetch, sent } = answeringFetch(answer, OK);
    const port = createProviders({ catalog, env, fetch, ...clock(() => 0) });
    await port.generate(aCall(MODEL));
    await port.generate(aCall(OTHER_MODEL));
    expect(sent[1]?.headers["authorization"]).toBe(next);
  },
);

test("when all keys rest, the endpoint does until the first is ready", async () => {
  let nowMs = 0;
  const { fetch } = answeringFetch(UNAUTHORIZED);
  const port = createProviders({ catalog, env, fetch, ...clock(() => nowMs) });
  await port.generate(aCall(MODEL));
  nowMs = 100_000;
  const failure = failureOf(await port.generate(aCall(MODEL)));
  expect(failure).toMatchObject({ breaker: "open", retryAfterMs: 200_000 });
});

test("a jump of the wall clock neither wakes a key nor keeps one resting", async () => {
  const HOUR_MS = 3_600_000;
  const jumps = fc.constantFrom(-24 * HOUR_MS, -HOUR_MS, 0, HOUR_MS, 24 * HOUR_MS);
  const call = fc.record({ afterMs: fc.constantFrom(0, 60_000, 300_000), jumpMs: jumps });
  await fc.assert(
    fc.asyncProperty(fc.array(call, { maxLength: 8 }), async (calls) => {
      const keysUsed = async (jumpsToo: boolean): Promise<readonly unknown[]> => {
        let nowMs = 0;
        let wallMs = 1_795_521_600_000;
        const { fetch, sent } = answeringFetch(UNAUTHORIZED, OK, UNAUTHORIZED, OK);
        const times = { nowMs: () => nowMs, epochMs: () => wallMs };
        const port = createProviders({ catalog, env, fetch, ...times });
        for (const { afterMs, jumpMs } of calls) {
          nowMs += afterMs;
          wallMs += afterMs + (jumpsToo ? jumpMs : 0);
          await port.generate(aCall(MODEL));
        }
        return sent.map(({ headers }) => headers["authorization"]);
      };
      expect(await keysUsed(true)).toEqual(await keysUsed(false));
    }),
    { numRuns: 40 },
  );
});
