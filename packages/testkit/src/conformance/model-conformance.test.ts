import type { ModelPort } from "@switchyard/contract";
import { expect, test } from "vitest";
import { brokenBy } from "../fixtures/broken-by.ts";
import { failed, modelSubject } from "../fixtures/right-model.ts";
import { modelConformance } from "./model-conformance.ts";

const broken = (change: (port: ModelPort) => Partial<ModelPort>): Promise<readonly string[]> =>
  brokenBy(modelConformance(modelSubject(change)));

test("a port that does all that is asked of it is right", async () => {
  expect(await broken(() => ({}))).toEqual([]);
});

test("a port that retries by itself is caught", async () => {
  const retrying = await broken(({ generate }) => ({
    generate: async (call) => {
      const result = await generate(call);
      return result.ok || call.signal.aborted ? result : await generate(call);
    },
  }));
  expect(retrying).toEqual([
    "a call that fails is made once, and its failure is told and not thrown",
  ]);
});

test("a port that throws what a provider does is caught", async () => {
  const throwing = await broken(({ generate }) => ({
    generate: async (call) => {
      const result = await generate(call);
      if (!result.ok) throw new Error(result.failure.message);
      return result;
    },
  }));
  expect(throwing).toContain(
    "a call that fails is made once, and its failure is told and not thrown",
  );
  expect(throwing).toContain("a call ended by its caller ends at once, as cancelled");
});

test("a port that calls though its signal is aborted is caught", async () => {
  const calling = await broken(({ generate }) => ({
    generate: (call) =>
      generate(call.signal.aborted ? { ...call, signal: new AbortController().signal } : call),
  }));
  expect(calling).toEqual(["a call whose signal is aborted already is not made"]);
});

test("a port that passes on other parts than its answer's is caught", async () => {
  const repeating = await broken(({ stream }) => ({
    stream: (call, onPart) =>
      stream(call, (part) => {
        onPart(part);
        onPart(part);
      }),
  }));
  expect(repeating).toContain(
    "the parts of a stream are its answer's text and tool calls, in order",
  );
  expect(repeating).toContain("nothing comes of a stream after its signal aborted");
});

test("a port that calls a broken answer whole, or free of charge, is caught", async () => {
  const name = "a stream that breaks off after its first text is interrupted, and not for nothing";
  const cut = (billed: "none" | "partial", usage?: object): Promise<readonly string[]> =>
    broken(({ stream }) => ({
      stream: async (call, onPart) => {
        const result = await stream(call, onPart);
        if (result.ok || result.failure.kind !== "stream-interrupted") return result;
        return failed({ ...result.failure, billed, ...usage });
      },
    }));
  expect(await cut("none")).toEqual([name]);
  expect(await cut("partial")).toEqual([]);
});

test("what a provider cannot be brought to do is skipped, with the reason", () => {
  const skip = "the provider's emulator never breaks";
  const checks = modelConformance({ ...modelSubject(() => ({})), breaksOff: { skip } });
  expect(checks.flatMap((check) => ("skip" in check ? [check.skip] : []))).toEqual([skip]);
});
