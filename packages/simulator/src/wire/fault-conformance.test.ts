import type { ModelResult } from "@switchyard/contract";
import { describe, expect, test } from "vitest";
import type { FaultBehaviour } from "../faults/fault.ts";
import { aFault, aWorld, modelOfFormat, type AWorld } from "./arbitraries.ts";
import { REFUSAL_TEXT } from "./filler-text.ts";

const formats = Object.entries(modelOfFormat);
const output = {
  schema: { type: "object", properties: { title: { type: "string" } }, required: ["title"] },
};
const script = () => ({ inputTokens: 1500, outputTokens: 400, quality: 0.9 });

interface Met {
  readonly result: ModelResult;
  readonly world: AWorld;
}

/** What a call through the provider's real SDK comes to under one fault. */
async function meet(model: string, behaviour: FaultBehaviour, isStructured = false): Promise<Met> {
  const world = aWorld({ faults: [aFault(behaviour)], script });
  const result = await world.ask(model, {}, isStructured ? { output } : {});
  return { result, world };
}

function failure(fields: object): object {
  return { ok: false, failure: fields };
}

function served(status: number | string, quality: number | null = null): object[] {
  return [{ attemptId: "attempt-1", faults: ["fault"], status, quality }];
}

describe.each(formats)("%s", (format, model) => {
  const isAnthropic = format === "anthropic";
  const isGoogle = format === "google";

  test("net.refused: no connection, at once, and nothing is billed", async () => {
    const { result, world } = await meet(model, { type: "net.refused" });

    expect(result).toMatchObject(failure({ kind: "network", billed: "none" }));
    expect(result).toMatchObject(failure({ message: expect.stringContaining("ECONNREFUSED") }));
    expect(world.clock.nowMs()).toBe(0);
    expect(world.served).toEqual(served("none"));
  });

  test("net.reset: the connection breaks half-way through the usual time", async () => {
    const { result, world } = await meet(model, { type: "net.reset" });

    expect(result).toMatchObject(failure({ kind: "network", billed: "unknown" }));
    expect(world.clock.nowMs()).toBe(450);
    expect(world.served).toEqual(served("reset"));
  });

  test("net.blackhole: silence until the caller gives up", async () => {
    const { result, world } = await meet(model, { type: "net.blackhole" });

    expect(result).toMatchObject(failure({ kind: "timeout" }));
    expect(world.clock.nowMs()).toBe(60_000);
    expect(world.served).toEqual(served("none"));
  });

  test.each([
    [400, "invalid-request"],
    [403, "permission"],
    [413, "request-too-large"],
    [429, "rate-limited"],
    [500, "server-error"],
    [502, "server-error"],
  ])("http.status %i in the provider's own body is %s", async (status, kind) => {
    const { result, world } = await meet(model, { type: "http.status", mix: { [status]: 1 } });

    expect(result).toMatchObject(failure({ kind, status }));
    expect(world.served).toEqual(served(status));
  });

  test.each(["html", "empty"] as const)("http.status with a body that is %s", async (body) => {
    const { result } = await meet(model, { type: "http.status", mix: { "502": 1 }, body });
    expect(result).toMatchObject(failure({ kind: "server-error", status: 502 }));
  });

  test.each([
    ["7s", 7000],
    ["http-date", 10_000],
    ["garbage", undefined],
    ["none", undefined],
  ] as const)("http.status with retry-after %s", async (retryAfter, ms) => {
    const { result } = await meet(model, { type: "http.status", mix: { "503": 1 }, retryAfter });

    expect(result).toMatchObject({ ok: false });
    const wait = result.ok ? undefined : result.failure.retryAfterMs;
    expect(wait === undefined).toBe(ms === undefined);
    // A date has no fraction of a second.
    expect(Math.abs((wait ?? 0) - (ms ?? 0))).toBeLessThan(retryAfter === "http-date" ? 1000 : 1);
  });

  test("http.rate-limit: so many calls a minute, and an honest wait", async () => {
    const world = aWorld({ faults: [aFault({ type: "http.rate-limit", requestsPerMinute: 2 })] });
    const results: ModelResult[] = [];
    for (const attemptId of ["a", "b", "c"]) results.push(await world.ask(model, { attemptId }));

    expect(results.map(({ ok }) => ok)).toEqual([true, true, false]);
    expect(world.served.map(({ faults }) => faults)).toEqual([[], [], ["fault"]]);
    const { failure: limited } = { failure: undefined, ...results[2] };
    expect(limited).toMatchObject({ kind: "rate-limited", status: 429, scope: "requests" });
    const wait = limited?.retryAfterMs ?? 0;
    expect(wait > 50_000 && wait <= 60_000).toBe(true);
    expect(limited?.retryAfterSource).toBe(isGoogle ? "google.rpc.RetryInfo" : "retry-after");
  });

  test("http.spend-limit: the account is out of money", async () => {
    const { result } = await meet(model, { type: "http.spend-limit" });
    const status = isGoogle ? 402 : 429;
    expect(result).toMatchObject(failure({ kind: "quota-exhausted", status }));
  });

  test("http.auth-revoked: 401", async () => {
    const { result } = await meet(model, { type: "http.auth-revoked" });
    expect(result).toMatchObject(failure({ kind: "auth", status: 401 }));
  });

  test("http.model-gone: 404", async () => {
    const { result } = await meet(model, { type: "http.model-gone" });
    expect(result).toMatchObject(failure({ kind: "model-unavailable", status: 404 }));
  });

  test("http.overloaded: the provider's own status, or the one that is named", async () => {
    const own = await meet(model, { type: "http.overloaded" });
    const named = await meet(model, { type: "http.overloaded", status: "503" });

    const status = isAnthropic ? 529 : 503;
    expect(own.result).toMatchObject(failure({ kind: "overloaded", status }));
    expect(named.result).toMatchObject(failure({ kind: "overloaded", status: 503 }));
  });

  test("latency.added: a wait on top, a factor of the model's own", async () => {
    const plain = aWorld();
    await plain.ask(model);
    const waited = await meet(model, { type: "latency.added", add: "3s" });
    const slowed = await meet(model, { type: "latency.added", times: 2 });

    expect(waited.world.clock.nowMs()).toBeCloseTo(plain.clock.nowMs() + 3000, 3);
    expect(slowed.world.clock.nowMs()).toBeCloseTo(plain.clock.nowMs() * 2, 3);
    expect(waited.result).toMatchObject({ ok: true });
    expect(waited.world.served).toEqual(served(200, 0.9));
  });

  test("body.stalled: headers, then nothing until the caller gives up", async () => {
    const { result, world } = await meet(model, { type: "body.stalled" });

    expect(result).toMatchObject(failure({ kind: "timeout" }));
    expect(world.clock.nowMs()).toBe(60_000);
    expect(world.served).toEqual(served(200));
  });

  test("body.cut: the connection breaks in the middle of the body", async () => {
    const { result, world } = await meet(model, { type: "body.cut" });

    expect(result).toMatchObject(failure({ kind: "network", status: 200 }));
    expect(world.served).toEqual(served(200));
  });

  test.each(["truncated-json", "html", "empty"] as const)("body.malformed as %s", async (how) => {
    const { result, world } = await meet(model, { type: "body.malformed", how });

    expect(result).toMatchObject(failure({ kind: expect.stringMatching(/malformed|empty/) }));
    expect(world.served).toEqual(served(200));
  });

  test("body.wrong-shape of the envelope: no answer, and nobody takes it for one", async () => {
    const { result, world } = await meet(model, { type: "body.wrong-shape" });

    expect(result.ok).toBe(false);
    expect(world.served).toEqual(served(200));
  });

  test("body.wrong-shape of the answer: JSON that breaks the schema", async () => {
    const { result, world } = await meet(model, { type: "body.wrong-shape", of: "answer" }, true);

    expect(result.ok && Array.isArray(JSON.parse(result.response.text))).toBe(true);
    expect(world.served).toEqual(served(200, 0));
  });

  test("body.wrong-shape of the answer leaves an answer without a schema alone", async () => {
    const { result, world } = await meet(model, { type: "body.wrong-shape", of: "answer" });

    expect(result).toMatchObject({ ok: true });
    expect(world.served).toMatchObject([{ faults: [], quality: 0.9 }]);
  });

  test("body.truncated: half the answer, and the provider's word for a full limit", async () => {
    const { result, world } = await meet(model, { type: "body.truncated" });

    expect(result).toMatchObject({
      ok: true,
      response: { finishReason: "length", usage: { outputTokens: 200 } },
    });
    expect(world.served).toEqual(served(200, 0.45));
  });

  test("body.refusal with a stop reason or a filter is known as such", async () => {
    const refused = await meet(model, { type: "body.refusal", style: "stop-reason" });
    const filtered = await meet(model, { type: "body.refusal", style: "filter" });

    for (const { result, world } of [refused, filtered]) {
      const kind = expect.stringMatching(/^(refusal|content-blocked-output)$/);
      expect(result).toMatchObject(failure({ kind, status: 200 }));
      expect(world.served).toEqual(served(200, 0));
    }
  });

  test("body.refusal in plain text looks like any answer", async () => {
    const { result, world } = await meet(model, { type: "body.refusal", style: "text" });

    expect(result).toMatchObject({
      ok: true,
      response: { text: REFUSAL_TEXT, finishReason: "stop" },
    });
    expect(world.served).toEqual(served(200, 0));
  });

  test("body.quality-drop: status 200 and a worse answer", async () => {
    const { result, world } = await meet(model, { type: "body.quality-drop", to: 0.71 });

    expect(result).toMatchObject({ ok: true });
    expect(world.served).toEqual(served(200, 0.71));
  });

  test("body.longer: an answer that reaches further, here to the request's own limit", async () => {
    const { outputTokens } = script();
    const { result } = await meet(model, { type: "body.longer", times: 3 });

    expect(outputTokens).toBeLessThan(500);
    expect(result).toMatchObject({
      response: { finishReason: "length", usage: { outputTokens: 500 } },
    });
  });

  test("body.missing-usage: none is reported; Anthropic's SDK takes no answer without it", async () => {
    const { result } = await meet(model, { type: "body.missing-usage" });

    expect(result).toMatchObject(
      isAnthropic
        ? failure({ kind: "malformed-output" })
        : { ok: true, response: { usageReported: false } },
    );
  });
});

test("faults of several stages compose, and a hidden one is not told", async () => {
  const world = aWorld({
    faults: [
      aFault({ type: "body.quality-drop", to: 0.3 }, { id: "poor" }),
      aFault({ type: "latency.added", add: "1s" }, { id: "slow" }),
      aFault({ type: "body.truncated" }, { id: "short" }),
    ],
    script,
  });
  await world.ask("openai/gpt-6-sol");
  expect(world.served).toEqual([
    { attemptId: "attempt-1", faults: ["slow", "poor", "short"], status: 200, quality: 0.15 },
  ]);

  const refused = aWorld({
    faults: [aFault({ type: "body.cut" }), aFault({ type: "net.refused" }, { id: "down" })],
  });
  await refused.ask("openai/gpt-6-sol");
  expect(refused.served).toMatchObject([{ faults: ["down"], status: "none" }]);
});

test("limit headers tell where the limit stands, and a fault may hide them", async () => {
  async function headersUnder(headers: boolean): Promise<Headers> {
    const limit: FaultBehaviour = { type: "http.rate-limit", requestsPerMinute: 3, headers };
    const world = aWorld({ faults: [aFault(limit)] });
    const answering = world.fetch("https://api.openai.com/v1/responses", {
      method: "POST",
      headers: { authorization: "Bearer simulated-openai-api-key" },
      body: JSON.stringify({ model: "gpt-6-sol", input: "hello" }),
    });
    await world.clock.run();
    return (await answering).headers;
  }
  const shown = await headersUnder(true);
  expect(shown.get("x-ratelimit-limit-requests")).toBe("3");
  expect(shown.get("x-ratelimit-remaining-requests")).toBe("2");
  expect(shown.get("x-ratelimit-reset-requests")).toBe("1m0s");
  expect((await headersUnder(false)).has("x-ratelimit-limit-requests")).toBe(false);
});
