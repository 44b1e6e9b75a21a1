import { describe, expect, test } from "vitest";
import type { StreamMalformation } from "../faults/families/stream-fault.ts";
import { aFault, aWorld, modelOfFormat, type AStream } from "./arbitraries.ts";

const script = () => ({ inputTokens: 1500, outputTokens: 400, quality: 0.9 });

function streamed(model: string, how?: StreamMalformation): Promise<AStream> {
  const faults = how === undefined ? [] : [aFault({ type: "stream.malformed", how })];
  return aWorld({ script, faults }).stream(model);
}

describe.each(Object.entries(modelOfFormat))("%s", (_format, model) => {
  test.each(["crlf", "giant-line"] as const)("%s is lawful and changes nothing", async (how) => {
    expect((await streamed(model, how)).result).toEqual((await streamed(model)).result);
  });

  test("characters cut between two chunks arrive whole", async () => {
    const plain = await streamed(model);
    const split = await streamed(model, "split-utf8");

    expect(split.result.ok).toBe(true);
    expect(split.text).toContain("açcoünt");
    expect(split.text.replaceAll("ç", "c").replaceAll("ü", "u")).toBe(plain.text);
  });

  test("bad JSON in the middle is a failure, and never an answer", async () => {
    const { result } = await streamed(model, "bad-json");
    expect(result).toMatchObject({ ok: false, failure: { kind: "stream-interrupted" } });
  });

  test("an unknown event is left out, or breaks the answer off; it is never taken for text", async () => {
    const plain = await streamed(model);
    const { result, text } = await streamed(model, "unknown-event");
    expect(plain.text.startsWith(text)).toBe(true);
    expect(result.ok).toBe(text === plain.text);
  });

  test.each(["duplicate", "out-of-order"] as const)(
    "%s: the pieces come as they come",
    async (how) => {
      const plain = await streamed(model);
      const { result, text } = await streamed(model, how);
      expect(result.ok ? text !== plain.text : result.failure.kind !== "refusal").toBe(true);
    },
  );

  test("stream.stall: the answer stops in the middle, for a while or for good", async () => {
    const plain = await streamed(model);
    const world = aWorld({ script, faults: [aFault({ type: "stream.stall" })] });
    const stuck = await world.stream(model);
    const wait = { type: "stream.stall", wait: "5s" } as const;
    const paused = await aWorld({ script, faults: [aFault(wait)] }).stream(model);

    expect(stuck.result).toMatchObject({ ok: false, failure: { committed: true } });
    expect(stuck.text.length).toBeGreaterThan(0);
    expect(world.clock.nowMs()).toBe(60_000);
    expect(paused.result).toEqual(plain.result);
    const lastMs = ({ parts }: AStream): number => parts.at(-1)?.atMs ?? 0;
    expect(lastMs(paused)).toBeCloseTo(lastMs(plain) + 5000, 2);
  });
});
