import { describe, expect, test } from "vitest";
import { aFault, aWorld, type AWorld } from "./arbitraries.ts";

const reason = new DOMException("the caller left", "AbortError");

interface Ended {
  /** The error, or `answered`. */
  readonly end: unknown;
  readonly atMs: number;
}

/** Calls Anthropic's twin, reads the body, and aborts at an instant. */
async function callAndAbort(world: AWorld, abortAtMs: number): Promise<Ended> {
  const { clock } = world;
  const controller = new AbortController();
  const ended: Ended[] = [];
  const end = (end: unknown): void => void ended.push({ end, atMs: clock.nowMs() });
  clock.schedule(0, "", () => {
    const answering = world.fetch("https://api.anthropic.com/v1/messages", {
      method: "POST",
      headers: {
        "x-api-key": "simulated-anthropic-api-key",
        "anthropic-version": "2023-06-01",
        "x-client-request-id": "attempt-1",
      },
      body: JSON.stringify({ model: "claude-sonnet-5", max_tokens: 9, messages: [] }),
      signal: controller.signal,
    });
    void clock.track(
      answering.then((response) => response.text()).then(() => end("answered"), end),
    );
  });
  clock.schedule(abortAtMs, "", () => controller.abort(reason));
  await clock.run();
  const [first] = ended;
  if (first === undefined) throw new Error("the call did not end");
  return first;
}

describe("an abort ends the call at once with its own reason and leaves no event behind", () => {
  test.each([
    ["during the latency", []],
    ["during added latency", [aFault({ type: "latency.added", add: "1h" })]],
    ["before a reset", [aFault({ type: "net.reset" })]],
    [
      "before an error answer",
      [
        aFault({ type: "http.overloaded" }),
        aFault({ type: "latency.added", add: "1s" }, { id: "slow" }),
      ],
    ],
    ["in the silence of a blackhole", [aFault({ type: "net.blackhole" })]],
  ])("%s", async (_phase, faults) => {
    const world = aWorld({ faults });

    expect(await callAndAbort(world, 50)).toEqual({ end: reason, atMs: 50 });
    expect(world.clock.nowMs()).toBe(50);
    expect(world.clock.scheduled()).toBe(0);
    expect(world.served).toMatchObject([{ status: "none", quality: null }]);
  });

  test("during a stalled body", async () => {
    const world = aWorld({ faults: [aFault({ type: "body.stalled" })] });

    expect(await callAndAbort(world, 5000)).toEqual({ end: reason, atMs: 5000 });
    expect(world.clock.scheduled()).toBe(0);
    expect(world.served).toEqual([
      { attemptId: "attempt-1", faults: ["fault"], status: 200, quality: null },
    ]);
  });

  test("before the call", async () => {
    const world = aWorld();
    const signal = AbortSignal.abort(reason);
    const url = "https://api.anthropic.com/v1/messages";

    await expect(world.fetch(url, { method: "POST", signal })).rejects.toBe(reason);
    expect(world.clock.scheduled()).toBe(0);
    expect(world.served).toMatchObject([{ status: "none" }]);
  });
});

test("a call that was aborted before it began never reaches the provider", async () => {
  const world = aWorld({ faults: [aFault({ type: "http.rate-limit", requestsPerMinute: 1 })] });
  const signal = AbortSignal.abort(reason);
  const options = { method: "POST", signal, body: "{}" };
  await world.fetch("https://api.openai.com/v1/responses", options).catch(() => {});

  expect(await world.ask("openai/gpt-6-sol")).toMatchObject({ ok: true });
});

test("an abort after the answer changes nothing", async () => {
  const world = aWorld();

  expect(await callAndAbort(world, 5000)).toMatchObject({ end: "answered" });
  expect(world.served).toMatchObject([{ status: 200 }]);
});

test("a deadline of the virtual clock ends a call as a timeout", async () => {
  const world = aWorld({ faults: [aFault({ type: "net.blackhole" })] });
  const { signal } = world.clock.deadline(2000);
  const result = await world.ask("openai/gpt-6-sol", { signal });

  expect(result).toMatchObject({ ok: false, failure: { kind: "timeout" } });
  expect(world.clock.nowMs()).toBe(2000);
});
