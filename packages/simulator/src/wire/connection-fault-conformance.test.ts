import type { ModelResult } from "@switchyard/contract";
import { describe, expect, test } from "vitest";
import type { FaultBehaviour } from "../faults/fault.ts";
import { aFault, aWorld, modelOfFormat, type AWorld } from "./arbitraries.ts";

/** What a call through the provider's real SDK comes to under one fault. */
async function meet(
  model: string,
  behaviour: FaultBehaviour,
): Promise<{ readonly result: ModelResult; readonly world: AWorld }> {
  const world = aWorld({ faults: [aFault(behaviour)] });
  return { result: await world.ask(model), world };
}

describe.each(Object.entries(modelOfFormat))("%s", (_format, model) => {
  test.each([
    [{ type: "net.dns" }, "ENOTFOUND", "none"],
    [{ type: "net.dns", code: "EAI_AGAIN" }, "EAI_AGAIN", "none"],
    [{ type: "net.tls" }, "CERT_HAS_EXPIRED", "unknown"],
    [{ type: "net.tls", reason: "hostname" }, "ERR_TLS_CERT_ALTNAME_INVALID", "unknown"],
    [{ type: "net.reset", during: "connect" }, "ECONNRESET", "unknown"],
  ] as const)("%o: no connection, at once, and its code is told", async (fault, code, billed) => {
    const { result, world } = await meet(model, fault);

    const message = expect.stringContaining(code);
    expect(result).toMatchObject({ ok: false, failure: { kind: "network", billed, message } });
    expect(world.clock.nowMs()).toBe(0);
    expect(world.served).toMatchObject([{ faults: ["fault"], quality: null }]);
  });

  test("net.reset between headers and body: status 200 and a broken answer", async () => {
    const { result, world } = await meet(model, { type: "net.reset", during: "headers" });

    expect(result).toMatchObject({ ok: false, failure: { kind: "network", status: 200 } });
    expect(world.served).toMatchObject([{ status: 200, quality: null }]);
  });

  test("net.slow-connect: so much later, and given up after ten seconds", async () => {
    const plain = aWorld();
    await plain.ask(model);
    const slow = await meet(model, { type: "net.slow-connect", wait: "4s" });
    const stuck = await meet(model, { type: "net.slow-connect", wait: "30s" });

    expect(slow.result.ok).toBe(true);
    expect(slow.world.clock.nowMs()).toBeCloseTo(plain.clock.nowMs() + 4000, 3);
    const failure = { kind: "timeout", scope: "connect", billed: "none" };
    expect(stuck.result).toMatchObject({ ok: false, failure });
    expect(stuck.world.clock.nowMs()).toBe(10_000);
  });

  test("an error body of another API does not hide the status", async () => {
    const fault = { type: "http.status", mix: { "502": 1 }, body: "wrong-provider" } as const;
    const { result } = await meet(model, fault);
    expect(result).toMatchObject({ ok: false, failure: { kind: "server-error", status: 502 } });
  });

  test.each([
    [{ type: "http.spend-limit", status: "402" }, 402],
    [{ type: "http.auth-revoked", status: "403" }, 403],
    [{ type: "http.model-gone", status: "410" }, 410],
  ] as const)("%o has the status that is named", async (fault, status) => {
    const { result } = await meet(model, fault);
    expect(result).toMatchObject({ ok: false, failure: { status } });
  });

  test("http.payload-too-large lets small bodies through", async () => {
    const large = await meet(model, { type: "http.payload-too-large", bytesMax: 100 });
    const small = await meet(model, { type: "http.payload-too-large", bytesMax: 100_000 });

    expect(large.result).toMatchObject({ ok: false, failure: { kind: "request-too-large" } });
    expect(small.result.ok).toBe(true);
    expect(small.world.served).toMatchObject([{ faults: [] }]);
  });

  test("http.rate-limit of input tokens counts tokens, and tells an honest wait", async () => {
    const fault: FaultBehaviour = { type: "http.rate-limit", inputTokensPerMinute: 3500 };
    const script = () => ({ inputTokens: 1500, outputTokens: 40, quality: 0.9 });
    const world = aWorld({ faults: [aFault(fault)], script });
    const results: ModelResult[] = [];
    for (const attemptId of ["a", "b", "c"]) results.push(await world.ask(model, { attemptId }));

    expect(results.map(({ ok }) => ok)).toEqual([true, true, false]);
    const [, , third] = results;
    expect(third).toMatchObject({ failure: { kind: "rate-limited", status: 429 } });
    const waitMs = third?.ok === false ? (third.failure.retryAfterMs ?? 0) : 0;
    expect(waitMs > 50_000 && waitMs <= 60_000).toBe(true);
  });
});
