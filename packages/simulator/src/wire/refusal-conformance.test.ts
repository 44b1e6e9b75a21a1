import type { ModelResult } from "@switchyard/contract";
import { describe, expect, test } from "vitest";
import type { FaultBehaviour } from "../faults/fault.ts";
import { aFault, aWorld, modelOfFormat, type AWorld } from "./arbitraries.ts";

const script = () => ({ inputTokens: 1500, outputTokens: 400, quality: 0.9 });

/** What a call through the provider's real SDK comes to under one fault. */
async function meet(
  model: string,
  behaviour: FaultBehaviour,
): Promise<{ readonly result: ModelResult; readonly world: AWorld }> {
  const world = aWorld({ faults: [aFault(behaviour)], script });
  return { result: await world.ask(model), world };
}

function failure(fields: object): object {
  return { ok: false, failure: fields };
}

function served(status: number, quality: number | null = null): object[] {
  return [{ attemptId: "attempt-1", faults: ["fault"], status, quality }];
}

describe.each(Object.entries(modelOfFormat))("%s", (format, model) => {
  const isAnthropic = format === "anthropic";
  const isGoogle = format === "google";

  test.each([
    ["http.bad-request", 400, "invalid-request"],
    ["http.permission", 403, "permission"],
    ["http.conflict", 409, "conflict"],
    ["http.payload-too-large", 413, "request-too-large"],
    ["http.context-overflow", 400, "context-overflow"],
  ] as const)("%s: %i is %s", async (type, status, kind) => {
    const { result, world } = await meet(model, { type });

    expect(result).toMatchObject(failure({ kind, status, billed: "none" }));
    expect(world.served).toEqual(served(status));
  });

  test("http.region-unsupported: Anthropic has no word of its own for it", async () => {
    const { result } = await meet(model, { type: "http.region-unsupported" });
    const kind = isAnthropic ? "permission" : "region-unsupported";
    expect(result).toMatchObject(failure({ kind, status: isGoogle ? 400 : 403 }));
  });

  test("http.blocked-input: an error, a block reason or a refusal, by the provider", async () => {
    const { result, world } = await meet(model, { type: "http.blocked-input" });
    const kind = isAnthropic ? "refusal" : "content-blocked-input";
    const status = isAnthropic || isGoogle ? 200 : 400;
    expect(result).toMatchObject(failure({ kind, status }));
    expect(world.served).toEqual(served(status));
  });

  test("body.empty: a complete answer with nothing in it", async () => {
    const { result, world } = await meet(model, { type: "body.empty" });

    expect(result).toMatchObject(failure({ kind: "empty-output", status: 200, billed: "full" }));
    expect(world.served).toEqual(served(200, 0));
  });
});
