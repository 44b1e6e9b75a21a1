import type { LanguageModelV4, LanguageModelV4StreamPart } from "@ai-sdk/provider";
import type { ModelFailure, ModelResult, ModelStreamPart } from "@switchyard/contract";
import { expect, test } from "vitest";
import { createProviders } from "../create-providers.ts";
import { aCall, catalog, env } from "../fixtures/a-catalog.ts";
import { aLanguageModel } from "../fixtures/a-language-model.ts";
import { answeringFetch } from "../fixtures/answering-fetch.ts";
import { anthropicStreams } from "../fixtures/anthropic-streams.fixtures.ts";
import { chatStreams } from "../fixtures/chat-streams.fixtures.ts";
import { responsesStreams } from "../fixtures/responses-streams.fixtures.ts";
import type { StreamRecording } from "../fixtures/stream-recording.ts";
import { streamingFetch } from "../fixtures/streaming-fetch.ts";

const CLAUDE = "anthropic/claude-sonnet-5";

function eventsOf(recordings: readonly StreamRecording[], name: string): readonly string[] {
  const found = recordings.find((each) => each.name.startsWith(name));
  if (found === undefined) throw new Error(`no recording ${name}`);
  return found.events;
}

function failureOf(result: ModelResult): ModelFailure {
  if (result.ok) throw new Error("expected a failure");
  return result.failure;
}

/** A server that sends these events and then neither sends nor ends, whatever the signal says. */
function silentAfter(events: readonly string[]): typeof globalThis.fetch {
  return async () => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(events.join(""))),
    });
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  };
}

function streamOf(...parts: readonly LanguageModelV4StreamPart[]): LanguageModelV4 {
  return {
    ...aLanguageModel({}),
    doStream: async () => ({
      stream: new ReadableStream({
        start(controller) {
          for (const part of parts) controller.enqueue(part);
          controller.close();
        },
      }),
    }),
  };
}

const USAGE = {
  inputTokens: { total: 5, noCache: 5, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: 3, text: 3, reasoning: undefined },
};

test.each([
  ["our deadline", new DOMException("late", "TimeoutError"), "timeout"],
  ["the caller", new Error("user left"), "cancelled"],
] as const)("a stalled stream ended by %s keeps what it reported", async (_, reason, kind) => {
  const controller = new AbortController();
  const fetch = silentAfter(eventsOf(anthropicStreams, "a text, with").slice(0, 4));
  const port = createProviders({ catalog, env, fetch });
  const parts: ModelStreamPart[] = [];

  const result = await port.stream(aCall(CLAUDE, {}, { signal: controller.signal }), (part) => {
    parts.push(part);
    controller.abort(reason);
  });

  expect(parts).toEqual([{ type: "text", text: "Open " }]);
  expect(failureOf(result)).toMatchObject({
    kind,
    committed: true,
    billed: "partial",
    usage: { inputTokens: 40, outputTokens: 1 },
  });
});

test("a stream that fetch never begins ends with its signal, uncommitted", async () => {
  const controller = new AbortController();
  const port = createProviders({ catalog, env, fetch: () => new Promise(() => {}) });

  const pending = port.stream(aCall(CLAUDE, {}, { signal: controller.signal }), () => {});
  controller.abort(new DOMException("late", "TimeoutError"));

  expect(failureOf(await pending)).toMatchObject({ kind: "timeout", committed: false });
});

test("nothing is passed on after the signal aborted, tool calls included", async () => {
  const controller = new AbortController();
  const events = eventsOf(chatStreams, "a text and two tool calls");
  const fetch = streamingFetch(new TextEncoder().encode(events.join("")));
  const port = createProviders({ catalog, env, fetch });
  const types: string[] = [];
  const model = "mistral/mistral-large-2512";

  const result = await port.stream(aCall(model, {}, { signal: controller.signal }), (part) => {
    types.push(part.type);
    if (part.type === "tool-call") controller.abort(new Error("user left"));
  });

  expect(types.filter((type) => type === "tool-call")).toHaveLength(1);
  expect(failureOf(result)).toMatchObject({ kind: "cancelled", committed: true, billed: "full" });
});

test("a call whose signal is aborted already is not made", async () => {
  const { fetch, sent } = answeringFetch({ body: {} });
  const port = createProviders({ catalog, env, fetch });

  const result = await port.stream(aCall(CLAUDE, {}, { signal: AbortSignal.abort() }), () => {});

  expect(failureOf(result)).toMatchObject({ kind: "cancelled", billed: "none", committed: false });
  expect(sent).toEqual([]);
});

test("a listener that throws ends the call, and its error is not told", async () => {
  const events = eventsOf(responsesStreams, "a text, with");
  const fetch = streamingFetch(new TextEncoder().encode(events.join("")));
  const port = createProviders({ catalog, env, fetch });
  let calls = 0;

  const result = await port.stream(aCall("openai/gpt-6-sol"), () => {
    calls += 1;
    throw new Error("the screen is gone");
  });

  expect(calls).toBe(1);
  expect(failureOf(result)).toMatchObject({ kind: "cancelled", committed: true });
  expect(JSON.stringify(result)).not.toContain("screen");
});

test("after message_stop neither the end of a connection nor its break is waited for", async () => {
  const fetch = silentAfter(eventsOf(anthropicStreams, "a text, with"));
  const port = createProviders({ catalog, env, fetch });

  const result = await port.stream(aCall(CLAUDE), () => {});

  expect(result).toMatchObject({ ok: true, response: { text: "Open the page." } });
});

test("tool calls are passed on when the whole answer has come, and signs of life before", async () => {
  const events = eventsOf(chatStreams, "a tool call in fragments");
  const fetch = streamingFetch(new TextEncoder().encode(events.join("")));
  const parts: ModelStreamPart[] = [];

  const port = createProviders({ catalog, env, fetch });
  await port.stream(aCall("chat/gpt-4.1"), (part) => parts.push(part));

  expect(parts.slice(0, -1).length).toBeGreaterThan(1);
  expect(new Set(parts.slice(0, -1).map(({ type }) => type))).toEqual(new Set(["activity"]));
  expect(parts.at(-1)).toMatchObject({ type: "tool-call", toolCall: { input: { id: 7 } } });
});

test("an error before the stream is read like that of a whole answer", async () => {
  const body = { error: { message: "Slow down.", type: "tokens", code: "rate_limit_exceeded" } };
  const { fetch } = answeringFetch({ status: 429, headers: { "retry-after": "7" }, body });
  const port = createProviders({ catalog, env, fetch });

  const whole = await port.generate(aCall("chat/gpt-4.1"));

  expect(await port.stream(aCall("chat/gpt-4.1"), () => {})).toEqual(whole);
  expect(failureOf(whole)).toMatchObject({ kind: "rate-limited", retryAfterMs: 7000 });
});

test("a key without money rests, also when the stream says so", async () => {
  const event = { error: { message: "No money.", type: "insufficient_quota", code: null } };
  const sent: string[] = [];
  const fetch: typeof globalThis.fetch = (input, init) => {
    sent.push(new Request(input, init).headers.get("authorization") ?? "");
    const bytes = new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`);
    return streamingFetch(bytes)(input, init);
  };
  const port = createProviders({ catalog, env, fetch });
  const open = aCall("openai/gpt-6-sol");

  for (let call = 0; call < 2; call += 1) await port.stream(open, () => {});
  const keys = new Set(sent);
  const last = failureOf(await port.stream(open, () => {}));

  expect(keys.size).toBe(2);
  expect(last).toMatchObject({
    kind: "quota-exhausted",
    breaker: "open",
    retryAfterSource: "keys",
  });
});

test("rate limits and a struck-out key, as in a whole answer", async () => {
  const events = eventsOf(chatStreams, "a text, and usage");
  const fetch = streamingFetch(new TextEncoder().encode(events.join("")), "closed", {
    "x-ratelimit-remaining-requests": "3",
    "x-ratelimit-reset-requests": "1s",
    "x-request-id": "req-sk-first-0001",
  });
  const port = createProviders({ catalog, env, fetch });

  expect(await port.stream(aCall("chat/gpt-4.1"), () => {})).toMatchObject({
    response: { requestId: "req-[key]", rateLimit: { remainingRequests: 3, resetsInMs: 1000 } },
  });
});

test("usage is asked for where it must be, and not where that is refused", async () => {
  const asks = async (model: string): Promise<unknown> => {
    const { fetch, sent } = answeringFetch({ body: "" });
    await createProviders({ catalog, env, fetch }).stream(aCall(model), () => {});
    return sent[0]?.body;
  };

  const options = { stream_options: { include_usage: true } };
  expect(await asks("chat/gpt-4.1")).toMatchObject({ stream: true, ...options });
  expect(await asks("local/qwen3")).toMatchObject({ stream: true, ...options });
  expect(await asks("mistral/mistral-large-2512")).not.toHaveProperty("stream_options");
});

test("a model handed over in code that ends without a finish has broken off", async () => {
  const own = streamOf(
    { type: "text-start", id: "1" },
    { type: "text-delta", id: "1", delta: "Half" },
  );
  const port = createProviders({ catalog, env, models: { "own/model": own } });

  const result = await port.stream(aCall("own/model"), () => {});

  expect(failureOf(result)).toMatchObject({ kind: "stream-interrupted", committed: true });
});

test("a model handed over in code that writes a broken call has called nothing", async () => {
  const call = { type: "tool-call", toolCallId: "c", toolName: "look", input: '{"a":' } as const;
  const finishReason = { unified: "tool-calls", raw: undefined } as const;
  const own = streamOf(call, { type: "finish", finishReason, usage: USAGE });
  const port = createProviders({ catalog, env, models: { "own/model": own } });
  const parts: ModelStreamPart[] = [];

  const result = await port.stream(aCall("own/model"), (part) => parts.push(part));

  expect(failureOf(result)).toMatchObject({ kind: "malformed-output", committed: false });
  expect(parts).toEqual([{ type: "activity" }]);
});

test("an unknown endpoint is the caller's mistake", async () => {
  const port = createProviders({ catalog, env });

  await expect(port.stream(aCall("openai/none"), () => {})).rejects.toThrow("cannot be called");
});
