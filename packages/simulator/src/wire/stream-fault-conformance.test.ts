import { describe, expect, test } from "vitest";
import type { FaultBehaviour } from "../faults/fault.ts";
import { aFault, aWorld, modelOfFormat, type AStream, type AWorld } from "./arbitraries.ts";

const formats = Object.entries(modelOfFormat);
const script = () => ({ inputTokens: 1500, outputTokens: 400, quality: 0.9 });

/** What a stream comes to under one fault. */
async function meet(
  model: string,
  behaviour: FaultBehaviour,
): Promise<AStream & { readonly world: AWorld }> {
  const world = aWorld({ faults: [aFault(behaviour)], script });
  return { ...(await world.stream(model)), world };
}

function failure(fields: object): object {
  return { ok: false, failure: fields };
}

function served(quality: number | null): object[] {
  return [{ attemptId: "attempt-1", faults: ["fault"], status: 200, quality }];
}

function firstTextMs({ parts }: AStream): number {
  return parts.find(({ part }) => part.type === "text")?.atMs ?? Number.NaN;
}

describe.each(formats)("%s", (format, model) => {
  const isAnthropic = format === "anthropic";

  test("stream.first-token-stall: headers, then silence until the caller gives up", async () => {
    const { result, parts, world } = await meet(model, { type: "stream.first-token-stall" });

    expect(result).toMatchObject(failure({ kind: "timeout", committed: false }));
    expect(parts).toEqual([]);
    expect(world.clock.nowMs()).toBe(60_000);
    expect(world.served).toEqual(served(null));
  });

  test("stream.first-token-stall with a wait: so much later, and whole", async () => {
    const plain = await aWorld({ script }).stream(model);
    const stalled = await meet(model, { type: "stream.first-token-stall", wait: "3s" });

    expect(stalled.result).toEqual(plain.result);
    expect(firstTextMs(stalled)).toBeCloseTo(firstTextMs(plain) + 3000, 2);
    expect(stalled.world.served).toEqual(served(0.9));
  });

  test("stream.slow-tokens: the first token in time, the others late", async () => {
    const plain = await aWorld({ script }).stream(model);
    const slow = await meet(model, { type: "stream.slow-tokens", times: 5 });
    const lastMs = ({ parts }: AStream): number => parts.at(-1)?.atMs ?? Number.NaN;

    expect(slow.result).toEqual(plain.result);
    expect(firstTextMs(slow)).toBe(firstTextMs(plain));
    const span = (stream: AStream): number => lastMs(stream) - firstTextMs(stream);
    expect(span(slow)).toBeCloseTo(5 * span(plain), 1);
    expect(slow.world.served).toEqual(served(0.9));
  });

  test.each(["stream.cut", "stream.early-end", "stream.error"] as const)(
    "%s: half the answer, and never taken for whole",
    async (type) => {
      const plain = await aWorld({ script }).stream(model);
      const { result, text, world } = await meet(model, { type });

      expect(result).toMatchObject(failure({ kind: "stream-interrupted", committed: true }));
      expect(text.length).toBeGreaterThan(0);
      expect(text.length).toBeLessThan(plain.text.length);
      expect(plain.text.startsWith(text)).toBe(true);
      expect(world.served).toEqual(served(null));
      expect(world.clock.scheduled()).toBe(0);
    },
  );

  test.each([
    ["stream.cut", "network"],
    ["stream.early-end", "stream-interrupted"],
    ["stream.error", "overloaded"],
  ] as const)("%s before the first token is a %s, and nothing was shown", async (type, kind) => {
    const { result, parts } = await meet(model, { type, after: "0%" });

    expect(result).toMatchObject(failure({ kind, committed: false }));
    expect(parts.filter(({ part }) => part.type === "text")).toEqual([]);
  });

  test.each(["stream.cut", "stream.early-end", "stream.error"] as const)(
    "%s after everything still comes before the end",
    async (type) => {
      const { result } = await meet(model, { type, after: "100%" });
      expect(result).toMatchObject(failure({ kind: "stream-interrupted", committed: true }));
    },
  );

  test("stream faults leave a whole answer alone, and are not told of it", async () => {
    const world = aWorld({ faults: [aFault({ type: "stream.cut" })], script });

    expect(await world.ask(model)).toMatchObject({ ok: true });
    expect(world.served).toMatchObject([{ faults: [], status: 200, quality: 0.9 }]);
  });

  test.each([
    [{ type: "net.refused" }, "network"],
    [{ type: "net.reset" }, "network"],
    [{ type: "net.blackhole" }, "timeout"],
    [{ type: "http.overloaded" }, "overloaded"],
    [{ type: "http.rate-limit" }, "rate-limited"],
    [{ type: "http.status", mix: { "500": 1 } }, "server-error"],
    [{ type: "body.stalled" }, "timeout"],
    [{ type: "body.cut" }, "network"],
    [{ type: "body.malformed", how: "truncated-json" }, "malformed-output"],
    [{ type: "body.malformed", how: "html" }, "malformed-output"],
    [{ type: "body.malformed", how: "empty" }, "malformed-output"],
    [{ type: "body.wrong-shape" }, "malformed-output"],
    [{ type: "body.empty" }, "empty-output"],
  ] as const)("%o is read in a stream as in a whole answer", async (behaviour, kind) => {
    const { result, text } = await meet(model, behaviour);

    expect(result).toMatchObject(failure({ kind, committed: false }));
    expect(text).toBe("");
  });

  test("a blocked prompt is read in a stream as in a whole answer", async () => {
    const { result } = await meet(model, { type: "http.blocked-input" });

    const kind = isAnthropic ? "refusal" : "content-blocked-input";
    expect(result).toMatchObject(failure({ kind, committed: false }));
  });

  test("a refusal is read in a stream as in a whole answer", async () => {
    const refusal: FaultBehaviour = { type: "body.refusal", style: "stop-reason" };
    const whole = await aWorld({ faults: [aFault(refusal)], script }).ask(model);
    const { result, text } = await meet(model, refusal);

    // Anthropic says at the end only that it refuses; what it wrote before has been shown.
    const committed = { committed: isAnthropic };
    expect(result).toEqual(whole.ok ? undefined : failure({ ...whole.failure, ...committed }));
    expect(text !== "").toBe(isAnthropic);
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
