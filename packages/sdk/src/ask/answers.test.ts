import { describe, expect, test } from "vitest";
import { POLICY } from "../../test/sample-bundle.ts";
import { createSampleRouter, eventsOf, typesOf } from "../../test/sample-router.ts";

const ALPHA = "alpha/quick#us";
const BETA = "beta/quick#us";
const GAMMA = "gamma/strong#us";

test("the first choice answers, and every step is told in order", async () => {
  const { ask, events, models } = createSampleRouter();
  const answer = await ask({ taskId: "task-7", tags: { team: "x" } });
  expect(answer).toMatchObject({
    askId: "ask-1",
    taskId: "task-7",
    text: "an answer",
    rung: "full",
    degraded: false,
    route: "quick",
    endpoint: ALPHA,
    model: "alpha/quick",
    provider: "alpha",
    region: "us",
    unmeasured: false,
    costMicroUsd: 300,
    latencyMs: 100,
    insideSla: true,
    why: { code: "first-choice", message: `${ALPHA} is the first choice of route quick.` },
  });
  expect(typesOf(events)).toEqual([
    "policy-loaded",
    "ask-received",
    "route-decided",
    "budget-reserved",
    "attempt-started",
    "attempt-ended",
    "answer-judged",
    "budget-settled",
    "ask-answered",
  ]);
  expect(models.calls[0]).toMatchObject({ attemptId: "ask-1/1", endpoint: ALPHA });
});

test("an endpoint without a key is no first choice", async () => {
  const absent = { [ALPHA]: "ALPHA_KEY is not set; set it" };
  const { ask, events } = createSampleRouter({ absent });
  expect((await ask()).why.code).toBe("first-choice");
  expect(eventsOf(events, "policy-loaded")).toMatchObject([{ absent }]);
  expect(eventsOf(events, "route-decided")[0]?.rejected).toEqual({ [ALPHA]: ["endpoint-absent"] });
});

describe("a retry", () => {
  test("calls the same endpoint again after a drawn backoff", async () => {
    const script = { [ALPHA]: [{ fail: "overloaded" }, {}] } as const;
    const { ask, events } = createSampleRouter({ script });
    const answer = await ask();
    expect(answer.why.code).toBe("retried");
    expect(answer.attempts.map(({ kind }) => kind)).toEqual(["first", "retry"]);
    expect(answer.latencyMs).toBe(100 + 0.5 * 200 + 100);
    expect(eventsOf(events, "route-decided")).toHaveLength(1);
  });

  test("doubles the backoff from one retry to the next", async () => {
    const failure = { fail: "overloaded" } as const;
    const attempts = { max: 4, perEndpoint: 3, retryOn: ["overloaded"] } as const;
    const script = { [ALPHA]: [failure, failure, {}] };
    const breaker = { ...POLICY.defaults.breaker, consecutiveFailures: 9 };
    const { ask } = createSampleRouter({ script, policy: { defaults: { attempts, breaker } } });
    expect((await ask()).latencyMs).toBe(100 + 0.5 * 200 + 100 + 0.5 * 400 + 100);
  });

  test("waits exactly as long as the provider asks", async () => {
    const script = { [ALPHA]: [{ fail: "rate-limited", retryAfterMs: 1_500 }, {}] } as const;
    expect((await createSampleRouter({ script }).ask()).latencyMs).toBe(100 + 1_500 + 100);
  });

  test("is not made of a kind that the policy does not list, nor of one that forbids it", async () => {
    for (const fail of ["timeout", "auth", "refusal", "malformed-output"] as const) {
      const { ask } = createSampleRouter({ script: { [ALPHA]: [{ fail }] } });
      const answer = await ask();
      expect(answer.attempts.map(({ endpoint }) => endpoint)).toEqual([ALPHA, BETA]);
      expect(answer.why.message).toContain(`after ${ALPHA}: ${fail}`);
    }
  });

  test("leaves time for the endpoint that would follow it", async () => {
    const script = { [ALPHA]: [{ fail: "overloaded" }, {}] } as const;
    const enough = await createSampleRouter({ script }).ask({ slaMs: 100 + 100 + 1_000 + 1_000 });
    expect(enough.why.code).toBe("retried");
    const short = await createSampleRouter({ script }).ask({ slaMs: 100 + 100 + 1_000 + 999 });
    expect(short.attempts.map(({ endpoint }) => endpoint)).toEqual([ALPHA, BETA]);
  });

  test("leaves a call for the endpoint that would follow it", async () => {
    const script = { [ALPHA]: [{ fail: "overloaded" }, {}] } as const;
    const attempts = { max: 2, perEndpoint: 2, retryOn: ["overloaded"] } as const;
    const { ask } = createSampleRouter({ script, policy: { defaults: { attempts } } });
    expect((await ask()).attempts.map(({ endpoint }) => endpoint)).toEqual([ALPHA, BETA]);
  });

  test("is made while no other endpoint could be called, if its own p95 fits", async () => {
    const script = { [ALPHA]: [{ fail: "overloaded" }, {}] } as const;
    const fits = createSampleRouter({ script });
    expect((await fits.ask({ intent: "write", slaMs: 1_200 })).why.code).toBe("retried");
    const tooShort = createSampleRouter({ script }).ask({ intent: "write", slaMs: 1_199 });
    await expect(tooShort).rejects.toThrow("1 of 4 attempts were made");
  });

  test("is refused once an endpoint's retry budget is spent", async () => {
    const script = { [ALPHA]: [{ fail: "rate-limited" }] } as const;
    const { ask, clock } = createSampleRouter({ script });
    const kinds: string[] = [];
    for (let nth = 0; nth < 4; nth += 1) {
      kinds.push((await ask()).attempts.map(({ kind }) => kind).join(" "));
      // The rest after a rate limit is over before the next ask.
      await clock.pass(1_000);
    }
    expect(kinds).toEqual([
      "first retry fallback",
      "first retry fallback",
      "first fallback",
      "first fallback",
    ]);
  });
});

describe("a fallback", () => {
  test("goes to another provider and says after what", async () => {
    const script = { [ALPHA]: [{ fail: "auth" }], [BETA]: [{ fail: "server-error" }] } as const;
    const attempts = { max: 4, perEndpoint: 1, retryOn: [] } as const;
    const { ask } = createSampleRouter({ script, policy: { defaults: { attempts } } });
    const answer = await ask();
    expect(answer).toMatchObject({ endpoint: GAMMA, rung: "full", why: { code: "fallback" } });
    expect(answer.why.message).toBe(
      `${GAMMA} answered, after ${ALPHA}: auth, ${BETA}: server-error.`,
    );
  });

  test("is not made of a failure that would be the same everywhere", async () => {
    for (const fail of ["invalid-request", "request-too-large", "content-blocked-input"] as const) {
      const { ask, models } = createSampleRouter({ script: { [ALPHA]: [{ fail }] } });
      expect(await ask()).toMatchObject({ rung: "static", why: { code: "attempts-exhausted" } });
      expect(models.calls).toHaveLength(1);
    }
  });

  test("after an overflow goes only to a model with a larger window", async () => {
    const script = { [ALPHA]: [{ fail: "context-overflow" }] } as const;
    const { ask } = createSampleRouter({ script });
    expect((await ask()).attempts.map(({ endpoint }) => endpoint)).toEqual([ALPHA, GAMMA]);
  });

  test("is not made beyond the calls that the policy allows an ask", async () => {
    const fail = [{ fail: "auth" }] as const;
    const attempts = { max: 2, perEndpoint: 1, retryOn: [] } as const;
    const { ask, models } = createSampleRouter({
      script: { [ALPHA]: fail, [BETA]: fail },
      policy: { defaults: { attempts } },
    });
    const { why } = await ask();
    expect(why).toMatchObject({ code: "attempts-exhausted" });
    expect(why.message).toContain("2 of 2 attempts were made");
    expect(models.calls).toHaveLength(2);
  });

  test("is not made to a model that lacks a capability, on no rung", async () => {
    const script = { [GAMMA]: [{ fail: "unsupported-capability" }] } as const;
    const { ask, models } = createSampleRouter({ script });
    await ask({ only: ["gamma"] });
    expect(models.calls).toHaveLength(1);
  });

  test("through another route keeps that route's bound on the answer's length", async () => {
    const [quick, ...others] = POLICY.routes;
    const short = { ...quick, id: "short", candidates: ["beta/quick"], output: { tokensMax: 50 } };
    const long = { ...quick, candidates: ["alpha/quick"], fallback: "short" };
    const { ask, models, events } = createSampleRouter({
      script: { [ALPHA]: [{ fail: "auth" }] },
      policy: { routes: [long, short, ...others] },
    });
    expect(await ask()).toMatchObject({ route: "quick", endpoint: BETA });
    expect(models.calls.map(({ request }) => request.outputTokensMax)).toEqual([1_000, 50]);
    expect(eventsOf(events, "attempt-started")[1]).toMatchObject({ route: "quick" });
  });

  test("is not made where the request asks for none", async () => {
    const script = { [ALPHA]: [{ fail: "timeout" }] } as const;
    const { ask, models } = createSampleRouter({ script });
    expect(await ask({ noFallback: true })).toMatchObject({ rung: "static" });
    expect(models.calls).toHaveLength(1);
  });

  test("a port that throws is a failure like another", async () => {
    const script = { [ALPHA]: [{ throws: "a bug" }] } as const;
    const { ask, events } = createSampleRouter({ script });
    expect(await ask()).toMatchObject({ endpoint: BETA });
    expect(eventsOf(events, "attempt-ended")[0]).toMatchObject({
      outcome: "server-error",
      message: "The provider's port threw: a bug",
    });
  });
});

describe("a lower rung", () => {
  const script = {
    [ALPHA]: [{ fail: "timeout" }],
    [BETA]: [{ fail: "timeout" }],
    [GAMMA]: [{ fail: "timeout" }, {}],
  } as const;

  test("is entered when the one above is exhausted, and bounds and instructs the answer", async () => {
    const { ask, models, events } = createSampleRouter({ script });
    const input = [
      { role: "system", content: "Be kind." },
      { role: "user", content: "Why?" },
    ] as const;
    const answer = await ask({ input, only: ["gamma"] });
    expect(answer).toMatchObject({ rung: "summary", degraded: true, why: { code: "degraded" } });
    expect(models.calls.map(({ request }) => request.outputTokensMax)).toEqual([1_000, 100]);
    expect(models.calls[1]?.request.messages).toEqual([
      { role: "system", content: "Be kind." },
      { role: "system", content: "Answer shortly." },
      { role: "user", content: "Why?" },
    ]);
    expect(eventsOf(events, "route-decided").map(({ rung }) => rung)).toEqual([
      "full",
      "constrained",
      "summary",
    ]);
  });

  test("does not repeat a call that failed for the very same request", async () => {
    const attempts = { max: 4, perEndpoint: 2, retryOn: [] } as const;
    const ladder = { ...POLICY.ladder, constrained: { tierDown: 0 }, summary: {} };
    const { ask, models } = createSampleRouter({
      script,
      policy: { ladder, defaults: { attempts } },
    });
    await ask({ only: ["alpha"] });
    expect(models.calls).toHaveLength(1);
  });
});

describe("a gate", () => {
  test("refuses an empty answer, which is paid for all the same", async () => {
    const { ask } = createSampleRouter({ script: { [ALPHA]: [{ text: " " }] } });
    const answer = await ask();
    expect(answer.attempts).toMatchObject([
      { endpoint: ALPHA, outcome: "empty-output", costMicroUsd: 300 },
      { endpoint: BETA, outcome: "ok", costMicroUsd: 600 },
    ]);
    expect(answer.costMicroUsd).toBe(900);
  });

  test("refuses a cut answer only where the route says so", async () => {
    const script = { [ALPHA]: [{ finishReason: "length" }] } as const;
    expect((await createSampleRouter({ script }).ask()).endpoint).toBe(ALPHA);
    const strict = await createSampleRouter({ script }).ask({ intent: "extract" });
    expect(strict.attempts[0]).toMatchObject({ outcome: "output-truncated" });
  });

  test("parses the JSON that was asked for, and refuses what is none", async () => {
    const output = { schema: { type: "object" } };
    const script = { [ALPHA]: [{ text: "Sure!" }], [GAMMA]: [{ text: '{"a":1}' }] } as const;
    const answer = await createSampleRouter({ script }).ask({ intent: "extract", output });
    expect(answer).toMatchObject({ endpoint: GAMMA, object: { a: 1 } });
    expect(answer.attempts[0]).toMatchObject({ outcome: "malformed-output" });
  });

  test("asks no JSON of an answer that calls a tool", async () => {
    const toolCalls = [{ type: "tool-call", toolCallId: "1", toolName: "t", input: {} }] as const;
    const script = { [ALPHA]: [{ text: "", toolCalls, finishReason: "tool-calls" }] } as const;
    const tools = [{ name: "t", inputSchema: {} }];
    const answer = await createSampleRouter({ script }).ask({ tools, output: { schema: {} } });
    expect(answer).toMatchObject({ endpoint: ALPHA, text: "", toolCalls });
    expect(answer).not.toHaveProperty("object");
  });
});

test("a deterministic route sends temperature 0 and a seed, whatever the request says", async () => {
  const { ask, models } = createSampleRouter();
  await ask({ intent: "extract", temperature: 1 });
  expect(models.calls[0]?.request).toMatchObject({ temperature: 0, seed: 0, outputTokensMax: 300 });
  await ask({ temperature: 1, outputTokensMax: 40 });
  expect(models.calls[1]?.request).toMatchObject({ temperature: 1, outputTokensMax: 40 });
  expect(models.calls[1]?.request).not.toHaveProperty("seed");
});

test("an answer without reported usage is paid by estimate", async () => {
  const { ask, events } = createSampleRouter({ script: { [ALPHA]: [{ usage: "none" }] } });
  const answer = await ask();
  expect(answer.usage).toMatchObject({ inputTokens: 7, outputTokens: 5 });
  expect(eventsOf(events, "budget-settled")).toMatchObject([
    { source: "estimate", amountMicroUsd: 7 + 5 * 4 },
  ]);
});
